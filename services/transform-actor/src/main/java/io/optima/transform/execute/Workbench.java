package io.optima.transform.execute;

import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.transform.RowsRef;
import io.optima.query.publish.Staging;
import io.optima.transform.step.Bench;
import java.time.Duration;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/** The bench of an attempt. Progress is that of all its outputs together. */
final class Workbench implements Bench, AutoCloseable {
  private final Report report;
  private final Staging staging;
  private final BufferAllocator allocator;
  private final long deadline;
  private long rows;
  private long bytes;

  Workbench(Report report, Staging staging, BufferAllocator allocator, Duration limit) {
    this.report = report;
    this.staging = staging;
    this.allocator = allocator.newChildAllocator("step", 0, Long.MAX_VALUE);
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  @Override
  public BufferAllocator allocator() {
    return allocator;
  }

  @Override
  public Duration timeLeft() {
    Duration left = Duration.ofNanos(deadline - System.nanoTime());
    if (!left.isPositive()) {
      throw new OptimaException(ErrorCode.CANCELLED, "the step's time is over");
    }
    return left;
  }

  @Override
  public void line(String text) {
    report.line(text);
  }

  @Override
  public void checkGoesOn() {
    report.checkGoesOn();
    timeLeft();
  }

  @Override
  public Stopping onStop(Runnable action) {
    report.onStop(action);
    return () -> report.onStop(null);
  }

  @Override
  public RowsRef stage(String output, ArrowReader reader) {
    RowsRef staged =
        staging.rows(
            reader,
            DigestAlgorithm.SHA256,
            (newRows, newBytes) -> {
              checkGoesOn();
              report.progress(rows + newRows, bytes + newBytes);
            });
    rows += staged.rows();
    bytes += staged.bytes();
    report.progress(rows, bytes);
    return staged;
  }

  @Override
  public void close() {
    allocator.close();
  }
}
