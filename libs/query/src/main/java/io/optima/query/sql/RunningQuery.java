package io.optima.query.sql;

import io.optima.query.secure.Closing;
import org.apache.arrow.vector.ipc.ArrowReader;

/** A query that runs while its rows are read. */
public final class RunningQuery implements AutoCloseable {
  private final ResultReader reader;
  private final Cancellation cancellation;
  private final Closing opened;

  RunningQuery(ResultReader reader, Cancellation cancellation, Closing opened) {
    this.reader = reader;
    this.cancellation = cancellation;
    this.opened = opened;
  }

  /**
   * The rows in canonical Arrow, at most 65,536 a batch. Failures are {@link
   * io.optima.model.OptimaException}s that say nothing of rows. Closed with this.
   */
  public ArrowReader reader() {
    return reader;
  }

  /** Stops the query from any thread; who reads gets CANCELLED. */
  public void cancel() {
    cancellation.cancel("the query was cancelled");
  }

  /** Stops what still runs and frees everything; by the thread that reads, or after it. */
  @Override
  public void close() {
    opened.close();
  }
}
