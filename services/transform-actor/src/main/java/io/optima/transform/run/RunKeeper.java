package io.optima.transform.run;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Fate;
import io.optima.model.transform.RetryRule.Failure;
import io.optima.model.transform.Run;
import io.optima.model.transform.Run.Progress;
import io.optima.model.transform.RunRecord;
import io.optima.model.transform.RunState;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepResult;
import io.optima.model.transform.StepState;
import io.optima.transform.run.RunDecider.Decision;
import io.optima.transform.run.RunDecider.Moment;
import io.optima.transform.run.RunDecider.Signs;
import io.optima.transform.run.RunHead.Control;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks after one run, one call a turn. The store is asked first: results of steps and the run's
 * end are what lies there, whoever wrote it. What only this actor knows (attempts, who works on
 * them) is saved to its memory, which may be lost: then attempts begin anew.
 */
public final class RunKeeper {
  private final String id;
  private final RunOffice office;
  private final Memory memory;

  private @Nullable RunRecord finished;
  private @Nullable Open open;

  /** Where the journal of one run is. */
  public interface Memory {
    Optional<Journal> load(Plan plan);

    /**
     * Durable when it returns, all or nothing.
     *
     * @param head null when it is as it was
     */
    void save(@Nullable RunHead head, SortedMap<StepName, StepEntry> changed);

    /** The run has ended: nothing is needed any more. */
    void forget(Plan plan);
  }

  /** An attempt that lives. */
  public record Sign(StepName step, String epoch, Progress progress, List<String> lines) {
    public Sign {
      lines = List.copyOf(lines);
    }
  }

  /** An attempt that has ended. */
  public record Ended(
      StepName step, String epoch, Outcome outcome, Progress progress, List<String> lines) {
    public Ended {
      lines = List.copyOf(lines);
    }
  }

  /** What is known of a run that has not ended; all but the journal can be found again. */
  private static final class Open {
    final RunRecord record;
    final Definition definition;
    final Plan plan;
    final RunLog log;
    final SortedMap<StepName, StepResult> results = new TreeMap<>();
    final Map<StepName, Instant> beats = new HashMap<>();
    final Map<StepName, Progress> progress = new HashMap<>();
    Journal journal;
    Instant changed;
    @Nullable Instant wake;

    Open(RunRecord record, Definition definition, Plan plan, Journal journal) {
      this.record = record;
      this.definition = definition;
      this.plan = plan;
      this.journal = journal;
      this.changed = record.run().changed();
      this.log = new RunLog(record.run().log());
    }

    Optional<Instant> deadline() {
      return Optional.ofNullable(plan.rules().timeout()).map(record.run().created()::plus);
    }

    Run run() {
      return RunView.of(record.run(), plan, journal, results, progress, log.lines(), changed);
    }
  }

  public RunKeeper(String id, RunOffice office, Memory memory) {
    this.id = id;
    this.office = office;
    this.memory = memory;
  }

  /**
   * The run as it is.
   *
   * @throws OptimaException NOT_FOUND
   */
  public synchronized Run get() {
    Open run = open();
    return run == null ? ended() : run.run();
  }

  /** Takes back attempts that were lost and starts what can start; harmless at any time. */
  public synchronized Run look() {
    Open run = open();
    if (run == null) {
      return ended();
    }
    Moment moment = moment();
    Journal next = expired(run, run.journal, moment);
    return follow(run, office.decider().look(run.plan, next, signs(run), moment), moment);
  }

  /** Attempts live; the epochs of those that should end. */
  public synchronized Set<String> beat(List<Sign> signs) {
    Set<String> stop = new HashSet<>();
    Open run = open();
    for (Sign sign : signs) {
      if (run == null || !office.decider().mayGoOn(run.journal, sign.step(), sign.epoch())) {
        stop.add(sign.epoch());
      } else {
        heard(run, sign.step(), sign.progress(), sign.lines());
      }
    }
    return stop;
  }

  private void heard(Open run, StepName step, Progress progress, List<String> lines) {
    run.beats.put(step, office.clock().instant());
    boolean news = !lines.isEmpty() || !progress.equals(run.progress.put(step, progress));
    lines.forEach(line -> run.log.add(step, line, office.clock().instant()));
    if (news) {
      moved(run);
    }
  }

  /** Attempts have ended. */
  public synchronized Run ended(List<Ended> ends) {
    Open run = open();
    if (run == null) {
      return ended();
    }
    Moment moment = moment();
    Journal next = expired(run, run.journal, moment);
    for (Ended end : ends) {
      if (office.decider().mayGoOn(next, end.step(), end.epoch())) {
        end.lines().forEach(line -> run.log.add(end.step(), line, moment.now()));
      }
      next = ended(run, next, end, moment);
    }
    return follow(run, next, moment);
  }

  private Journal ended(Open run, Journal journal, Ended end, Moment moment) {
    Outcome outcome = end.outcome();
    RunDecider decider = office.decider();
    Optional<StepResult> result;
    try {
      result = office.records().step(id, end.step());
    } catch (OptimaException e) {
      if (e.code() != ErrorCode.CORRUPT) {
        throw e;
      }
      return decider.failed(
          run.plan, journal, end.step(), end.epoch(), Failure.OTHER, e.text(), moment);
    }
    if (result.isPresent()) {
      return adopted(run, journal, result.get(), moment);
    }
    return outcome.kind() == Outcome.Kind.FAILED
        ? decider.failed(
            run.plan,
            journal,
            end.step(),
            end.epoch(),
            outcome.failure(),
            outcome.message(),
            moment)
        : decider.interrupted(
            run.plan, journal, end.step(), end.epoch(), outcome.message(), moment);
  }

  private Journal adopted(Open run, Journal journal, StepResult result, Moment moment) {
    run.results.put(result.step(), result);
    return office.decider().succeeded(run.plan, journal, result, moment);
  }

  /** Somebody asks for something. */
  public synchronized Run control(Control control, String by) {
    Open run = open();
    if (run == null) {
      return ended();
    }
    Moment moment = moment();
    return follow(
        run, office.decider().control(run.plan, run.journal, control, by, moment), moment);
  }

  /** Starts what can start, ends what has ended, saves, tells. */
  private Run follow(Open run, Journal decided, Moment moment) {
    Journal next = settled(run, decided, moment);
    List<StepName> wanted = office.decider().startable(run.plan, next, moment);
    int places = wanted.isEmpty() ? 0 : office.attempts().reserve(id, wanted.size());
    int unused = places;
    try {
      Decision decision =
          office
              .decider()
              .start(next, wanted.subList(0, places), () -> UUID.randomUUID().toString(), moment);
      save(run, decision.journal(), moment);
      for (RunDecider.Start start : decision.starts()) {
        unused--;
        begin(run, start, moment);
      }
    } finally {
      office.attempts().release(unused);
    }
    wake(run, moment);
    return open == null ? ended() : run.run();
  }

  private void begin(Open run, RunDecider.Start start, Moment moment) {
    run.beats.put(start.step(), moment.now());
    run.progress.remove(start.step());
    office
        .attempts()
        .start(
            new Attempt(
                run.record,
                run.definition,
                start.step(),
                start.attempt(),
                start.epoch(),
                run.results));
  }

  /** Writes how the run ended before anything else says so. */
  private Journal settled(Open run, Journal journal, Moment moment) {
    RunState end = office.decider().end(journal);
    if (journal.isTerminal() || end == RunState.QUEUED) {
      return journal;
    }
    boolean given = end != RunState.SUCCEEDED && run.plan.commits();
    if (!given || office.records().decide(id, Fate.ABORT) == Fate.ABORT) {
      return office.decider().ended(run.plan, journal);
    }
    List<StepResult> results = office.records().steps(id);
    results.forEach(result -> run.results.put(result.step(), result));
    Journal next = office.decider().committing(journal, results, moment);
    return office.decider().end(next) == RunState.QUEUED
        ? next
        : office.decider().ended(run.plan, next);
  }

  private void save(Open run, Journal next, Moment moment) {
    Journal before = run.journal;
    if (next.equals(before)) {
      return;
    }
    if (next.isTerminal()) {
      finish(run, next, moment);
      return;
    }
    memory.save(next.head().equals(before.head()) ? null : next.head(), next.changedSince(before));
    run.log.changes(before, next, moment.now());
    run.journal = next;
    moved(run);
    if (next.head().state() != before.head().state()) {
      office.told().accept(run.record.with(run.run()));
    }
  }

  /** The store first: until it has the end, the run has not ended here either. */
  private void finish(Open run, Journal next, Moment moment) {
    RunLog log = run.log.copy();
    log.changes(run.journal, next, moment.now());
    Run end =
        RunView.of(
            run.record.run(), run.plan, next, run.results, Map.of(), log.lines(), later(run));
    RunRecord record =
        new RunRecord(
            end,
            run.record.caller(),
            run.record.key(),
            ColumnFlows.compose(run.definition, run.record.run().inputs(), run.results));
    office.records().finish(record);
    finished = office.records().finished(id).orElse(record);
    open = null;
    office.told().accept(finished);
    office.changed().run();
    memory.forget(run.plan);
  }

  /** Watchers tell states apart by this time, so it always moves. */
  private void moved(Open run) {
    run.changed = later(run);
    office.changed().run();
  }

  private Instant later(Open run) {
    Instant now = office.clock().instant();
    return now.isAfter(run.changed) ? now : run.changed.plusNanos(1000);
  }

  /**
   * Pauses and the run's time may end before the watchdog comes. One look is on its way at most.
   */
  private void wake(Open run, Moment moment) {
    Stream<Instant> pauses =
        run.journal.steps().values().stream()
            .filter(entry -> entry.state() == StepState.READY)
            .flatMap(entry -> Stream.ofNullable(entry.notBefore()));
    Optional<Instant> next =
        Stream.concat(pauses, run.deadline().stream())
            .filter(until -> until.isAfter(moment.now()))
            .min(Instant::compareTo);
    boolean sooner = run.wake == null || !run.wake.isAfter(moment.now());
    if (next.isPresent() && (sooner || next.get().isBefore(Objects.requireNonNull(run.wake)))) {
      run.wake = next.get();
      office.attempts().lookAfter(id, Duration.between(moment.now(), next.get()));
    }
  }

  private Journal expired(Open run, Journal journal, Moment moment) {
    boolean late = run.deadline().filter(end -> !end.isAfter(moment.now())).isPresent();
    return late ? office.decider().control(run.plan, journal, Control.EXPIRE, "", moment) : journal;
  }

  private Signs signs(Open run) {
    Set<String> gone =
        run.journal.steps().values().stream()
            .map(StepEntry::holder)
            .filter(holder -> !holder.isEmpty() && office.processes().isGone(holder))
            .collect(Collectors.toSet());
    return new Signs(run.beats, office.attempts().working(id), gone);
  }

  private Moment moment() {
    return new Moment(
        office.clock().instant(), office.processes().self(), office.chance().getAsDouble());
  }

  private Run ended() {
    return Objects.requireNonNull(finished).run();
  }

  /** Null when the run has ended. */
  private @Nullable Open open() {
    if (finished != null || open != null) {
      return open;
    }
    finished = office.records().finished(id).orElse(null);
    if (finished != null) {
      return null;
    }
    RunRecord accepted =
        office
            .records()
            .started(id)
            .orElseThrow(() -> OptimaException.notFound("there is no run %s", id));
    Definition definition =
        office.definitions().definition(accepted.run().transformation(), accepted.run().revision());
    RunRecord record = accepted.with(accepted.run().namedAs(definition.inputs().keySet()));
    Plan plan = Plan.of(definition);
    Journal journal = memory.load(plan).orElseGet(() -> Journal.begin(plan));
    Open run = new Open(record, definition, plan, journal);
    recall(run);
    open = run;
    return run;
  }

  /** What attempts have put into the store since the journal was saved. */
  private void recall(Open run) {
    Moment moment = moment();
    Journal next = run.journal;
    for (StepResult result : office.records().steps(id)) {
      next = adopted(run, next, result, moment);
    }
    // an attempt elsewhere that tells nobody is given a lease from now on, not from its beginning
    next.steps().keySet().forEach(step -> run.beats.put(step, moment.now()));
    if (!next.equals(run.journal)) {
      memory.save(null, next.changedSince(run.journal));
      run.journal = next;
    }
  }
}
