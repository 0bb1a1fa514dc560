package io.optima.transform.step;

import io.optima.model.transform.RowsRef;
import java.time.Duration;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/** What an attempt works with; of its own thread alone. */
public interface Bench {
  BufferAllocator allocator();

  /** Time left for the attempt. */
  Duration timeLeft();

  /** Tells people something. */
  void line(String text);

  /**
   * Refuses to go on when the attempt is to end.
   *
   * @throws io.optima.model.OptimaException CANCELLED
   */
  void checkGoesOn();

  /** Has the action done when the attempt is to end, at once if it is already. */
  Stopping onStop(Runnable action);

  /** Stores rows of an output, read to their end. */
  RowsRef stage(String output, ArrowReader rows);

  /** Takes back what {@link #onStop} asked for. */
  interface Stopping extends AutoCloseable {
    @Override
    void close();
  }
}
