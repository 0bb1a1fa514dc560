package io.optima.query.publish;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.store.Threads;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads an upload on a thread of its own while it arrives. Whatever goes wrong there is no failure
 * of the publish: the upload is read again when it is whole, with words for what is wrong.
 */
final class EarlyReading implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EarlyReading.class);
  private static final long LOOK_AGAIN_MS = 500;

  /** What can be made of the upload before it is whole; empty when it needs a closer look. */
  interface Work {
    Optional<Prepared> read(PublishListener listener) throws IOException, SQLException;
  }

  private final Arriving upload;
  private final CompletableFuture<Optional<Prepared>> found = new CompletableFuture<>();
  private final Thread thread;
  private volatile long rows;
  private volatile long bytes;

  EarlyReading(Arriving upload, Work work) {
    this.upload = upload;
    this.thread = Thread.ofPlatform().name("early-reading").start(() -> read(work));
  }

  private void read(Work work) {
    try {
      found.complete(work.read(this::progress));
    } catch (IOException | SQLException | OptimaException e) {
      found.complete(Optional.empty());
    } catch (RuntimeException e) {
      LOG.warn("an upload could not be read while it arrived; it is read again", e);
      found.complete(Optional.empty());
    } catch (Error e) {
      found.completeExceptionally(e);
      throw e;
    }
  }

  private void progress(long rowsRead, long bytesRead) {
    rows = rowsRead;
    bytes = bytesRead;
  }

  /** Waits for what was made of the upload, which has come to its end. */
  Optional<Prepared> result(PublishListener listener) {
    while (true) {
      try {
        Optional<Prepared> content = found.get(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
        listener.progress(rows, bytes);
        return content;
      } catch (TimeoutException e) {
        listener.progress(rows, bytes);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new OptimaException(ErrorCode.CANCELLED, "the publish was interrupted", e);
      } catch (ExecutionException e) {
        throw new OptimaException(ErrorCode.INTERNAL, "the rows could not be read", e);
      }
    }
  }

  @Override
  public void close() {
    upload.stop();
    Threads.join(thread);
  }
}
