package io.optima.transform;

import io.optima.model.OptimaException;
import io.optima.model.transform.Run;
import io.optima.model.transform.Run.Progress;
import io.optima.model.transform.RunRecord;
import io.optima.store.RunRecords;
import io.optima.transform.RunDecider.Decision;
import io.optima.transform.RunDecider.Here;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Looks after runs, one call a turn. What is kept for good (how a run began and how it ended) is
 * written to the store before the actor's own memory, so the store alone is enough to go on.
 */
public final class RunKeeper {
  private final RunRecords records;
  private final RunDecider decider;
  private final Attempts attempts;
  private final Consumer<RunRecord> told;
  private final Runnable changed;
  private final Clock clock;
  private final String process = UUID.randomUUID().toString();

  /**
   * @param told hears of every change of state, after it is durable
   * @param changed wakes those who watch a run, after any change
   */
  public RunKeeper(
      RunRecords records,
      RunDecider decider,
      Attempts attempts,
      Consumer<RunRecord> told,
      Runnable changed,
      Clock clock) {
    this.records = records;
    this.decider = decider;
    this.attempts = attempts;
    this.told = told;
    this.changed = changed;
    this.clock = clock;
  }

  /** Where the memory of one run is. */
  public interface Memory {
    Optional<RunMemory> load();

    void save(RunMemory memory);
  }

  /** The run as it is; from the store when the memory is lost. */
  public RunMemory recall(String id, Memory memory) {
    return memory
        .load()
        .or(() -> records.finished(id).map(RunMemory::of))
        .or(() -> records.started(id).map(RunMemory::of))
        .orElseThrow(() -> OptimaException.notFound("there is no run %s", id));
  }

  /** Starts an attempt if nobody works on the run. */
  public RunMemory look(String id, Memory memory) {
    RunMemory before = ended(id, recall(id, memory));
    if (before.run().state().isTerminal()) {
      return before;
    }
    Here here = attempts.ask(id, before.epoch());
    boolean started = false;
    try {
      Decision decision =
          decider.look(before, here, process, UUID.randomUUID().toString(), clock.instant());
      RunMemory after = save(before, decision.memory(), memory);
      if (decision.start().isPresent()) {
        attempts.start(decision.start().get());
        started = true;
      }
      return after;
    } finally {
      if (here == Here.FREE && !started) {
        attempts.release(id);
      }
    }
  }

  /** What the store says of the end is so, whatever the memory says. */
  private RunMemory ended(String id, RunMemory memory) {
    return memory.run().state().isTerminal()
        ? memory
        : records.finished(id).map(memory::with).orElse(memory);
  }

  /** An attempt lives; false when it should end. */
  public boolean beat(
      String id, Memory memory, String epoch, Progress progress, List<String> lines) {
    RunMemory before = recall(id, memory);
    RunMemory after = decider.beat(before, epoch, progress, lines, clock.instant());
    save(before, after, memory);
    return decider.mayGoOn(after, epoch);
  }

  public RunMemory end(String id, Memory memory, String epoch, Outcome outcome) {
    RunMemory before = ended(id, recall(id, memory));
    return save(before, decider.end(before, epoch, outcome, clock.instant()), memory);
  }

  public RunMemory cancel(String id, Memory memory, String by) {
    RunMemory before = ended(id, recall(id, memory));
    return save(before, decider.cancel(before, by, clock.instant()), memory);
  }

  private RunMemory save(RunMemory before, RunMemory after, Memory memory) {
    if (after.equals(before)) {
      return after;
    }
    RunMemory kept = finished(before.run(), after);
    memory.save(kept);
    changed.run();
    if (kept.run().state() != before.run().state()) {
      told.accept(kept.record());
    }
    return kept;
  }

  /** Writes the end; when another end was written first, that one is so. */
  private RunMemory finished(Run before, RunMemory after) {
    Run run = after.run();
    if (!run.state().isTerminal() || before.state().isTerminal()) {
      return after;
    }
    records.finish(after.record());
    return records.finished(run.id()).map(after::with).orElse(after);
  }
}
