package io.optima.transform.execute;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.transform.Run.Progress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an attempt has to tell, and whether it may go on. Used by the worker and its heart. */
public final class Report {
  private final List<String> lines = new ArrayList<>();
  private Progress progress = Progress.NONE;
  private boolean told = true;
  private boolean stopped;
  private @Nullable Runnable onStop;

  synchronized void line(String text) {
    lines.add(text);
    told = false;
  }

  synchronized void progress(long rows, long bytes) {
    progress = new Progress(rows, bytes);
    told = false;
  }

  synchronized Progress progress() {
    return progress;
  }

  /** Whether something was reported since the last {@link #take}. */
  synchronized boolean hasNews() {
    return !told;
  }

  /** The lines since the last time. */
  synchronized List<String> take() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    told = true;
    return taken;
  }

  /** The attempt is to end, soon. */
  void stop() {
    Runnable action;
    synchronized (this) {
      stopped = true;
      action = onStop;
    }
    if (action != null) {
      action.run();
    }
  }

  synchronized boolean stopped() {
    return stopped;
  }

  /** Has the action done when the attempt is stopped, at once if it was; null: no more. */
  void onStop(@Nullable Runnable action) {
    boolean now;
    synchronized (this) {
      onStop = action;
      now = stopped;
    }
    if (now && action != null) {
      action.run();
    }
  }

  /** Throws CANCELLED when the attempt is to end. */
  void checkGoesOn() {
    if (stopped()) {
      throw new OptimaException(ErrorCode.CANCELLED, "cancelled");
    }
  }
}
