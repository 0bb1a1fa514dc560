package io.optima.gateway.flight;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.time.Duration;
import org.apache.arrow.flight.BackpressureStrategy.CallbackBackpressureStrategy;
import org.apache.arrow.flight.BackpressureStrategy.WaitResult;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Sends rows no faster than the client takes them: at most one batch waits here. */
final class RowStream {
  /** A client that takes nothing for so long has forgotten us. */
  static final Duration LONGEST_STALL = Duration.ofMinutes(5);

  private final ServerStreamListener listener;
  private final CallbackBackpressureStrategy readiness = new CallbackBackpressureStrategy();

  private RowStream(ServerStreamListener listener) {
    this.listener = listener;
    readiness.register(listener);
  }

  /**
   * Sends all rows and ends the stream. Buffers go to the network without being copied, which is
   * safe because a reader's next batch has buffers of its own and the allocator outlives the call.
   *
   * @throws OptimaException CANCELLED when the client is gone or has stalled too long
   */
  static void send(ArrowReader rows, ServerStreamListener listener) {
    listener.setUseZeroCopy(true);
    RowStream stream = new RowStream(listener);
    try {
      VectorSchemaRoot root = rows.getVectorSchemaRoot();
      listener.start(root, rows);
      while (rows.loadNextBatch()) {
        stream.sendBatch(root);
      }
      listener.completed();
    } catch (IOException e) {
      throw new OptimaException(ErrorCode.INTERNAL, "the rows could not be read", e);
    }
  }

  /** Sends the one batch that the root holds and ends the stream. */
  static void sendOne(VectorSchemaRoot root, ServerStreamListener listener) {
    RowStream stream = new RowStream(listener);
    listener.start(root);
    stream.sendBatch(root);
    listener.completed();
  }

  private void sendBatch(VectorSchemaRoot root) {
    if (root.getRowCount() > 0) {
      awaitReady();
      listener.putNext();
    }
  }

  private void awaitReady() {
    WaitResult result = readiness.waitForListener(LONGEST_STALL.toMillis());
    if (result != WaitResult.READY) {
      throw OptimaException.of(
          ErrorCode.CANCELLED, "the client went away or took nothing for %s", LONGEST_STALL);
    }
  }
}
