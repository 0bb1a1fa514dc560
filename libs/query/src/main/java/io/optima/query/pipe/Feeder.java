package io.optima.query.pipe;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/** The thread that writes rows to a process. */
final class Feeder {
  private final PipedProcess process;
  private final Thread thread;
  private volatile @Nullable OptimaException failure;

  /** Writes rows as bytes. */
  interface Writing {
    void write(ArrowReader rows, OutputStream out) throws Exception;
  }

  private Feeder(PipedProcess process, WatchedRows rows, Writing writing) {
    this.process = process;
    this.thread =
        Thread.ofPlatform()
            .name("feeds " + process.name())
            .daemon()
            .unstarted(() -> feed(rows, writing));
  }

  static Feeder start(PipedProcess process, WatchedRows rows, Writing writing) {
    Feeder feeder = new Feeder(process, rows, writing);
    feeder.thread.start();
    return feeder;
  }

  private void feed(WatchedRows rows, Writing writing) {
    Input input = new Input(process.input());
    try {
      writing.write(rows, input);
      input.close();
    } catch (Exception e) {
      if (!input.isRefused) {
        // the input stays open: half of the rows must not pass for all of them
        failure =
            rows.failure(e) instanceof OptimaException known
                ? known
                : new OptimaException(
                    ErrorCode.INTERNAL, "the rows for " + process.name() + " were not written", e);
        process.stop().run();
      }
    }
  }

  /** Knows whether it was the process that did not want more. */
  private static final class Input extends FilterOutputStream {
    private boolean isRefused;

    Input(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        isRefused = true;
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      try {
        out.close();
      } catch (IOException e) {
        isRefused = true;
        throw e;
      }
    }
  }

  /** Why the output failed: its own reason, unless the rows that went in were the reason. */
  OptimaException reason(OptimaException ofOutput) {
    return Objects.requireNonNullElse(failure, ofOutput);
  }

  /** Stops the process and waits until nothing is read from the rows any more. */
  void stop() {
    process.stop().run();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
