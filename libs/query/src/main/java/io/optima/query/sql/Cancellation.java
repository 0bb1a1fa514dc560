package io.optima.query.sql;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Stops a statement from any thread, whether it is about to start, running or being read. */
final class Cancellation implements AutoCloseable {
  private static final long REPEAT_MS = 50;

  private Statement statement;
  private final ScheduledExecutorService clock;
  private final AtomicReference<@Nullable String> reason = new AtomicReference<>();
  private final Future<?> alarm;
  private @Nullable Future<?> stopping;
  private boolean closed;

  Cancellation(Statement statement, Duration timeout, ScheduledExecutorService clock) {
    this.statement = statement;
    this.clock = clock;
    this.alarm =
        clock.schedule(
            () -> cancel("the query took longer than " + timeout.toMillis() / 1000.0 + " s"),
            timeout.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * Stops the statement. DuckDB forgets an interrupt that comes just before it starts, so that it
   * is repeated until the statement is closed.
   */
  synchronized void cancel(String why) {
    if (reason.compareAndSet(null, why) && !closed) {
      stopping = clock.scheduleWithFixedDelay(this::interrupt, 0, REPEAT_MS, TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void interrupt() {
    try {
      if (!closed && !statement.isClosed()) {
        statement.cancel();
      }
    } catch (SQLException e) {
      // it ended meanwhile: there is nothing left to stop
    }
  }

  /** From here on it is this statement that is stopped. */
  synchronized void watch(Statement next) {
    statement = next;
  }

  /**
   * Does nothing unless the statement was cancelled.
   *
   * @throws OptimaException CANCELLED
   */
  void require() {
    String why = reason.get();
    if (why != null) {
      throw OptimaException.of(ErrorCode.CANCELLED, "%s", why);
    }
  }

  /** Ends the watch, and the statement if it still runs. */
  @Override
  public synchronized void close() {
    interrupt();
    closed = true;
    alarm.cancel(false);
    if (stopping != null) {
      stopping.cancel(false);
    }
  }
}
