package io.optima.cli.output;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/** How far something is, in one line that is written over; only on a terminal. */
public final class ProgressLine implements AutoCloseable {
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int WIDTH = 24;

  private final PrintStream err = System.err;
  private final boolean shown;
  private final long began = System.nanoTime();
  private long last;
  private boolean written;

  public ProgressLine() {
    // Told by the script: asking the JDK starts half of it.
    shown = Boolean.getBoolean("optima.terminal");
  }

  /** Bytes of a transfer; {@code total} 0 when it is not known. */
  public void bytes(String what, long done, long total) {
    update(() -> what + " " + bar(done, total) + Amounts.bytes(done) + rate(done));
  }

  public void text(String text) {
    update(() -> text);
  }

  private void update(java.util.function.Supplier<String> text) {
    long now = System.nanoTime();
    if (shown && now - last > PAUSE) {
      last = now;
      written = true;
      err.print("\r" + text.get() + "\033[K");
      err.flush();
    }
  }

  private static String bar(long done, long total) {
    if (total <= 0) {
      return "";
    }
    int full = (int) Math.min(WIDTH, WIDTH * done / total);
    return "█".repeat(full) + "░".repeat(WIDTH - full) + " ";
  }

  private String rate(long done) {
    double seconds = (System.nanoTime() - began) / 1e9;
    return seconds < 0.5 ? "" : ", " + Amounts.bytes((long) (done / seconds)) + "/s";
  }

  @Override
  public void close() {
    if (written) {
      err.print("\r\033[K");
      err.flush();
    }
  }
}
