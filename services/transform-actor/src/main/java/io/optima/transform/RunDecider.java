package io.optima.transform;

import io.optima.model.transform.Run;
import io.optima.model.transform.Run.LogLine;
import io.optima.model.transform.Run.Progress;
import io.optima.model.transform.RunRecord;
import io.optima.model.transform.RunState;
import io.optima.transform.Attempt.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a run gets from queued to its end. Pure: everything that happens is an argument, everything
 * that follows is in the answer. A run that has ended never changes again.
 */
public final class RunDecider {
  private static final int LINES = 500;
  private static final int LONGEST_LINE = 1000;

  private final Duration lease;
  private final int attempts;

  /**
   * @param lease an attempt that shows no sign of life for so long is lost
   * @param attempts after that many lost ones the run is given up
   */
  public RunDecider(Duration lease, int attempts) {
    this.lease = lease;
    this.attempts = attempts;
  }

  /** The memory after a decision, and the attempt to start once it is saved. */
  public record Decision(RunMemory memory, Optional<Attempt> start) {}

  /** What this process knows of the current attempt. */
  public enum Here {
    /** It works on it. */
    WORKING,
    /** It does not, and has room for another attempt. */
    FREE,
    /** It does not, and has no room. */
    FULL
  }

  /**
   * Looks after a run: starts the first attempt, and the next one when the last was lost.
   *
   * @param process this process
   * @param epoch name for a new attempt
   */
  public Decision look(RunMemory memory, Here here, String process, String epoch, Instant now) {
    boolean starts =
        !memory.run().state().isTerminal() && here == Here.FREE && isLost(memory, process, now);
    return starts ? start(memory, process, epoch, now) : new Decision(memory, Optional.empty());
  }

  /** Whether nobody carries out the run. */
  private boolean isLost(RunMemory memory, String process, Instant now) {
    return memory.holder().isEmpty()
        || memory.holder().equals(process)
        || memory.beat().plus(lease).isBefore(now);
  }

  private Decision start(RunMemory memory, String process, String epoch, Instant now) {
    Run run = memory.run();
    int number = run.attempt() + 1;
    String line = number == 1 ? "attempt 1" : "attempt " + number + ": the last one was lost";
    Run started = changed(run, RunState.RUNNING, number, Progress.NONE, line, now);
    RunMemory next = memory.with(started).held(epoch, process, now);
    return new Decision(
        next, Optional.of(new Attempt(next.record(), epoch, number, purpose(memory, number))));
  }

  private Purpose purpose(RunMemory memory, int number) {
    if (memory.cancelling()) {
      return Purpose.CANCEL;
    }
    return number > attempts ? Purpose.GIVE_UP : Purpose.WORK;
  }

  /** An attempt shows that it lives; one that was given up changes nothing. */
  public RunMemory beat(
      RunMemory memory, String epoch, Progress progress, List<String> lines, Instant now) {
    if (!isCurrent(memory, epoch)) {
      return memory;
    }
    Run run = memory.run();
    if (lines.isEmpty() && progress.equals(run.progress())) {
      return memory.alive(now);
    }
    Run next = changed(run, run.state(), run.attempt(), progress, lines, now);
    return memory.with(next).alive(now);
  }

  /** Whether the attempt should go on: it is the current one and nobody asked for the end. */
  public boolean mayGoOn(RunMemory memory, String epoch) {
    return isCurrent(memory, epoch) && !memory.cancelling();
  }

  private static boolean isCurrent(RunMemory memory, String epoch) {
    return memory.epoch().equals(epoch) && !memory.run().state().isTerminal();
  }

  /** An attempt has ended; one that was given up changes nothing. */
  public RunMemory end(RunMemory memory, String epoch, Outcome outcome, Instant now) {
    if (!isCurrent(memory, epoch)) {
      return memory;
    }
    return switch (outcome.kind()) {
      case SUCCEEDED -> memory.with(succeeded(memory.record(), outcome, now));
      case FAILED -> memory.with(ended(memory.run(), RunState.FAILED, outcome.message(), now));
      case CANCELLED ->
          memory.with(ended(memory.run(), RunState.CANCELLED, outcome.message(), now));
      case INTERRUPTED -> interrupted(memory, outcome.message(), now);
    };
  }

  private static RunMemory interrupted(RunMemory memory, String message, Instant now) {
    Run run = memory.run();
    List<String> line = List.of("interrupted: " + message);
    return memory.with(changed(run, run.state(), run.attempt(), run.progress(), line, now)).lost();
  }

  private static RunRecord succeeded(RunRecord record, Outcome outcome, Instant now) {
    Run run = record.run();
    String line =
        outcome.unchanged()
            ? "the result is that of version " + outcome.version() + ": nothing to commit"
            : "committed version " + outcome.version();
    Run done =
        new Run(
            run.id(),
            run.transformation(),
            run.revision(),
            RunState.SUCCEEDED,
            run.parameters(),
            run.inputs(),
            run.output(),
            run.principal(),
            run.attempt(),
            outcome.unchanged(),
            outcome.version(),
            outcome.content(),
            outcome.progress(),
            appended(run.log(), List.of(line), now),
            "",
            run.created(),
            later(run, now),
            run.traceparent());
    return new RunRecord(done, record.caller(), record.key(), outcome.columns());
  }

  /** Somebody asks for the end: at once when nobody works on the run yet. */
  public RunMemory cancel(RunMemory memory, String by, Instant now) {
    Run run = memory.run();
    if (run.state().isTerminal() || memory.cancelling()) {
      return memory;
    }
    if (run.state() == RunState.QUEUED) {
      return memory.with(ended(run, RunState.CANCELLED, "cancelled by " + by, now));
    }
    List<String> line = List.of("cancel asked for by " + by);
    return memory
        .with(changed(run, run.state(), run.attempt(), run.progress(), line, now))
        .cancelled();
  }

  /** Without a result, which a run that has not ended never has. */
  private static Run ended(Run run, RunState state, String message, Instant now) {
    return changed(run, state, run.attempt(), run.progress(), List.of(message), message, now);
  }

  private static Run changed(
      Run run, RunState state, int attempt, Progress progress, String line, Instant now) {
    return changed(run, state, attempt, progress, List.of(line), now);
  }

  private static Run changed(
      Run run, RunState state, int attempt, Progress progress, List<String> lines, Instant now) {
    return changed(run, state, attempt, progress, lines, run.message(), now);
  }

  private static Run changed(
      Run run,
      RunState state,
      int attempt,
      Progress progress,
      List<String> lines,
      String message,
      Instant now) {
    return new Run(
        run.id(),
        run.transformation(),
        run.revision(),
        state,
        run.parameters(),
        run.inputs(),
        run.output(),
        run.principal(),
        attempt,
        run.alreadyComputed(),
        run.version(),
        run.content(),
        progress,
        appended(run.log(), lines, now),
        message,
        run.created(),
        later(run, now),
        run.traceparent());
  }

  /** Watchers tell states apart by this time, so it always moves. */
  private static Instant later(Run run, Instant now) {
    return now.isAfter(run.changed()) ? now : run.changed().plusNanos(1000);
  }

  private static List<LogLine> appended(List<LogLine> log, List<String> lines, Instant now) {
    List<LogLine> all = new ArrayList<>(log);
    for (String line : lines) {
      String text = line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
      all.add(new LogLine(now, text));
    }
    return all.size() <= LINES ? all : all.subList(all.size() - LINES, all.size());
  }
}
