package io.optima.transform.run;

import io.optima.model.transform.Run.LogLine;
import io.optima.model.transform.StepName;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** The last lines of what a run and its steps have to tell. */
final class RunLog {
  private static final int LINES = 200;
  private static final int LONGEST_LINE = 1_000;

  private final Deque<LogLine> lines;

  RunLog(List<LogLine> begun) {
    this.lines = new ArrayDeque<>(begun);
  }

  RunLog copy() {
    return new RunLog(lines());
  }

  List<LogLine> lines() {
    return List.copyOf(lines);
  }

  void add(StepName step, String text, Instant now) {
    String line = step + ": " + text;
    String bounded = line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
    lines.addLast(new LogLine(now, bounded));
    while (lines.size() > LINES) {
      lines.removeFirst();
    }
  }

  /** One line for each step that ended, began or has to wait, in this order. */
  void changes(Journal before, Journal after, Instant now) {
    after.changedSince(before).entrySet().stream()
        .filter(changed -> changed.getValue().state() != before.step(changed.getKey()).state())
        .sorted(Comparator.comparing(changed -> !changed.getValue().state().isTerminal()))
        .forEach(changed -> line(changed.getKey(), changed.getValue(), now));
  }

  private void line(StepName step, StepEntry entry, Instant now) {
    String message = entry.message().isEmpty() ? "" : ": " + entry.message();
    switch (entry.state()) {
      case RUNNING -> add(step, "attempt " + entry.attempt(), now);
      case READY -> {
        if (!message.isEmpty()) {
          add(step, "will be tried again" + message, now);
        }
      }
      case SUCCEEDED, REUSED, FAILED, SKIPPED, CANCELLED ->
          add(step, entry.state().name().toLowerCase(java.util.Locale.ROOT) + message, now);
      case WAITING -> {}
    }
  }
}
