package io.optima.query.publish;

import static java.util.Objects.requireNonNull;

import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Manifest.Chunk;
import io.optima.model.transform.RowsRef;
import io.optima.query.duckdb.DuckDb;
import io.optima.store.IoFailures;
import io.optima.store.PublishSession;
import io.optima.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Stores rows that no dataset has yet. Garbage collection leaves them alone while this is open; for
 * good they are kept by what names them, such as a step's record. So: {@link #rows}, {@link
 * #check}, write the record, {@link #kept}, close. For one thread.
 */
public final class Staging implements AutoCloseable {
  private final Store store;
  private final PublishSession session;
  private final BufferAllocator memory;
  private final Tables tables;
  private int count;

  Staging(Store store, DuckDb duckDb, PublishSettings settings, BufferAllocator allocator) {
    this.store = store;
    this.session = store.publish();
    this.memory = allocator.newChildAllocator("staging", 0, Long.MAX_VALUE);
    this.tables = new Tables(store, duckDb, settings, memory);
  }

  /**
   * Stores rows in any Arrow layout; any number of times, one after the other.
   *
   * @param rows read to their end; the caller closes them
   * @param algorithm of the content id: best that of the dataset to which the rows will go
   * @param listener hears of rows and bytes; what it throws ends this
   * @throws OptimaException INVALID_ARGUMENT for columns that cannot be stored, RESOURCE_EXHAUSTED,
   *     UNAVAILABLE
   */
  public RowsRef rows(ArrowReader rows, DigestAlgorithm algorithm, PublishListener listener) {
    try {
      Path folder = Files.createDirectory(session.staging().resolve("rows-" + count++));
      Prepared content = tables.prepare(rows, null, algorithm, folder, listener);
      Manifest manifest = content.store(session);
      RowsRef ref =
          new RowsRef(
              store.manifests().write(session, manifest),
              manifest.content(),
              requireNonNull(manifest.schema()),
              manifest.rows(),
              manifest.bytes());
      delete(folder, content);
      return ref;
    } catch (IOException e) {
      throw IoFailures.of("stage rows", e);
    } catch (SQLException e) {
      throw new OptimaException(ErrorCode.INTERNAL, "the rows could not be read", e);
    }
  }

  /** The next rows may need the room. */
  private static void delete(Path folder, Prepared content) throws IOException {
    for (ChunkFile chunk : content.added()) {
      Files.delete(chunk.path());
    }
    Files.delete(folder);
  }

  /**
   * Takes in rows that were staged before, by whomever, so that they last until something of ours
   * names them.
   *
   * @return false when some of it is gone: then the rows have to be made again
   */
  public boolean adopt(RowsRef rows) {
    if (!session.adopt(rows.manifest())) {
      return false;
    }
    Manifest manifest = store.manifests().read(rows.manifest());
    return manifest.chunks().stream().map(Chunk::digest).allMatch(session::adopt)
        && (manifest.leaves() == null || session.adopt(manifest.leaves()));
  }

  /**
   * Refuses to go on when what was staged may be collected already; to be called right before it is
   * named somewhere.
   *
   * @throws OptimaException UNAVAILABLE
   */
  public void check() {
    session.check();
  }

  /** What was staged is named by something that lasts, or will never be. */
  public void kept() {
    session.release();
  }

  @Override
  public void close() {
    try (session) {
      memory.close();
    }
  }
}
