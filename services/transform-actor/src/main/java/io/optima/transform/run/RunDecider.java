package io.optima.transform.run;

import io.optima.model.transform.RetryRule;
import io.optima.model.transform.RetryRule.Failure;
import io.optima.model.transform.RunState;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepResult;
import io.optima.model.transform.StepState;
import io.optima.transform.run.RunHead.Control;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What follows from what happens to a run. Pure: time, chance and what others know are arguments. A
 * run that has ended never changes again; a step's result never does.
 */
public final class RunDecider {
  private final Duration lease;
  private final int losses;

  /**
   * @param lease an attempt that shows no sign of life for so long is lost
   * @param losses a step whose attempts were lost more often has failed
   */
  public RunDecider(Duration lease, int losses) {
    this.lease = lease;
    this.losses = losses;
  }

  /**
   * When and where something is decided.
   *
   * @param chance 0 to 1
   */
  public record Moment(Instant now, String process, double chance) {}

  /**
   * Signs of life.
   *
   * @param beats when the attempt of a step was last heard of
   * @param here epochs that this process works on
   * @param gone processes that are known to have ended
   */
  public record Signs(Map<StepName, Instant> beats, Set<String> here, Set<String> gone) {}

  /** An attempt to begin once the journal is saved. */
  public record Start(StepName step, int attempt, String epoch) {}

  /** The journal after a decision, and what to begin once it is saved. */
  public record Decision(Journal journal, List<Start> starts) {}

  /** Attempts that nobody carries out any more are taken back; steps become ready. */
  public Journal look(Plan plan, Journal journal, Signs signs, Moment moment) {
    Journal next = journal;
    for (Map.Entry<StepName, StepEntry> each : journal.steps().entrySet()) {
      if (isLost(each.getKey(), each.getValue(), signs, moment)) {
        next = vanished(plan, next, each.getKey(), "the attempt was lost", moment);
      }
    }
    return followed(plan, next, moment);
  }

  private boolean isLost(StepName step, StepEntry entry, Signs signs, Moment moment) {
    if (entry.state() != StepState.RUNNING) {
      return false;
    }
    if (entry.holder().equals(moment.process())) {
      return !signs.here().contains(entry.epoch());
    }
    Instant beat = signs.beats().getOrDefault(step, moment.now());
    return signs.gone().contains(entry.holder()) || beat.plus(lease).isBefore(moment.now());
  }

  /** Steps that may start now, first those that come first in the plan. */
  public List<StepName> startable(Plan plan, Journal journal, Moment moment) {
    Control control = journal.head().control();
    if (journal.isTerminal() || control.isEnd()) {
      return List.of();
    }
    long free = plan.rules().steps() - journal.count(StepState.RUNNING);
    return plan.order().stream()
        .filter(step -> control != Control.PAUSE || isBegunCommit(step, journal))
        .filter(step -> mayStart(journal.step(step), moment))
        .limit(Math.max(0, free))
        .toList();
  }

  /** Half of the outputs may be there already. */
  private static boolean isBegunCommit(StepName step, Journal journal) {
    return step.equals(StepName.COMMIT) && journal.step(step).attempt() > 0;
  }

  private static boolean mayStart(StepEntry entry, Moment moment) {
    return entry.state() == StepState.READY
        && (entry.notBefore() == null || !entry.notBefore().isAfter(moment.now()));
  }

  /**
   * Begins attempts of steps that are startable.
   *
   * @param epochs new names
   */
  public Decision start(
      Journal journal, List<StepName> steps, Supplier<String> epochs, Moment moment) {
    Journal next = journal;
    List<Start> starts = new ArrayList<>();
    for (StepName step : steps) {
      StepEntry entry = next.step(step).running(epochs.get(), moment.process(), moment.now());
      next = next.with(step, entry);
      starts.add(new Start(step, entry.attempt(), entry.epoch()));
    }
    boolean begins = !starts.isEmpty() && next.head().state() == RunState.QUEUED;
    return new Decision(
        begins ? next.with(next.head().with(RunState.RUNNING)) : next, List.copyOf(starts));
  }

  /** The store has a step's result, whoever made it. */
  public Journal succeeded(Plan plan, Journal journal, StepResult result, Moment moment) {
    StepEntry entry = journal.step(result.step());
    if (journal.isTerminal() || entry.state().isDone()) {
      return journal;
    }
    Journal next = journal.with(result.step(), entry.done(result, moment.now()));
    return followed(plan, next, moment);
  }

  /** An attempt failed; one that was given up changes nothing. */
  public Journal failed(
      Plan plan,
      Journal journal,
      StepName step,
      String epoch,
      Failure failure,
      String why,
      Moment moment) {
    if (!isCurrent(journal, step, epoch)) {
      return journal;
    }
    StepEntry entry = journal.step(step).failedOnce(why);
    if (journal.head().control().isEnd()) {
      return journal.with(step, entry.ended(StepState.CANCELLED, why, moment.now()));
    }
    RetryRule rule = plan.retry(step);
    if (!rule.allows(entry.failures(), failure)) {
      return broken(plan, journal, step, entry, why, moment);
    }
    Duration pause = rule.pauseAfter(entry.failures(), moment.chance());
    return journal.with(step, entry.ready(moment.now(), moment.now().plus(pause)));
  }

  /** An attempt was broken off through no fault of its own; one given up changes nothing. */
  public Journal interrupted(
      Plan plan, Journal journal, StepName step, String epoch, String why, Moment moment) {
    return isCurrent(journal, step, epoch) ? vanished(plan, journal, step, why, moment) : journal;
  }

  private Journal vanished(Plan plan, Journal journal, StepName step, String why, Moment moment) {
    StepEntry entry = journal.step(step).lostOnce(why);
    if (journal.head().control().isEnd()) {
      return journal.with(step, entry.ended(StepState.CANCELLED, "", moment.now()));
    }
    if (entry.lost() > losses) {
      String message = "%d attempts were lost".formatted(entry.lost());
      return broken(plan, journal, step, entry, message, moment);
    }
    return journal.with(step, entry.ready(moment.now(), null));
  }

  /** Whether the attempt is the current one and nobody asked for the end. */
  public boolean mayGoOn(Journal journal, StepName step, String epoch) {
    return isCurrent(journal, step, epoch) && !journal.head().control().isEnd();
  }

  private static boolean isCurrent(Journal journal, StepName step, String epoch) {
    StepEntry entry = journal.step(step);
    return !journal.isTerminal()
        && entry.state() == StepState.RUNNING
        && entry.epoch().equals(epoch);
  }

  /** Somebody asks for something, or the run's time is over. Who asked for the end has the word. */
  public Journal control(Plan plan, Journal journal, Control control, String by, Moment moment) {
    if (journal.isTerminal() || journal.head().control().isEnd()) {
      return journal;
    }
    Journal next = journal.with(journal.head().with(control, by));
    return followed(plan, next, moment);
  }

  private static Journal broken(
      Plan plan, Journal journal, StepName step, StepEntry entry, String why, Moment moment) {
    Journal next = journal.with(step, entry.ended(StepState.FAILED, why, moment.now()));
    return followed(plan, next, moment);
  }

  /**
   * What follows for steps that have not started from how others stand. It holds for any mixture of
   * states: of two hosts that both saved, each entry is from one of them.
   */
  private static Journal followed(Plan plan, Journal journal, Moment moment) {
    Journal next = journal;
    for (StepName step : plan.order()) {
      StepEntry entry = next.step(step);
      StepEntry after =
          switch (entry.state()) {
            case WAITING, READY, SKIPPED -> following(plan, next, step, entry, moment);
            case RUNNING, SUCCEEDED, REUSED, FAILED, CANCELLED -> entry;
          };
      next = after.equals(entry) ? next : next.with(step, after);
    }
    return next;
  }

  private static StepEntry following(
      Plan plan, Journal journal, StepName step, StepEntry entry, Moment moment) {
    if (journal.head().control().isEnd()) {
      return entry.state() == StepState.SKIPPED
          ? entry
          : entry.ended(StepState.CANCELLED, "", moment.now());
    }
    Set<StepName> needs = plan.needs(step);
    Optional<StepName> hopeless =
        needs.stream().filter(need -> isHopeless(journal.step(need).state())).sorted().findFirst();
    if (hopeless.isPresent()) {
      return entry.state() == StepState.SKIPPED
          ? entry
          : entry.ended(StepState.SKIPPED, hopeless.get() + " failed", moment.now());
    }
    boolean free = needs.stream().allMatch(need -> journal.step(need).state().isDone());
    if (free) {
      return entry.state() == StepState.READY ? entry : entry.ready(moment.now(), null);
    }
    return entry.state() == StepState.SKIPPED ? StepEntry.NEW : entry;
  }

  private static boolean isHopeless(StepState state) {
    return state == StepState.FAILED || state == StepState.SKIPPED || state == StepState.CANCELLED;
  }

  /** How the run ends when no step has anything left to do; QUEUED while some do. */
  public RunState end(Journal journal) {
    if (!journal.all(StepState::isTerminal)) {
      return RunState.QUEUED;
    }
    if (journal.all(StepState::isDone)) {
      return RunState.SUCCEEDED;
    }
    return journal.count(StepState.FAILED) > 0 || journal.head().control() == Control.EXPIRE
        ? RunState.FAILED
        : RunState.CANCELLED;
  }

  /** The run has ended; what its outputs came to is decided. */
  public Journal ended(Plan plan, Journal journal) {
    RunState end = end(journal);
    return journal.with(journal.head().ended(end, message(plan, journal, end)));
  }

  private static String message(Plan plan, Journal journal, RunState end) {
    if (end == RunState.SUCCEEDED) {
      return "";
    }
    if (end == RunState.CANCELLED) {
      String by = journal.head().by();
      return by.isEmpty() ? "cancelled" : "cancelled by " + by;
    }
    return plan.order().stream()
        .filter(step -> journal.step(step).state() == StepState.FAILED)
        .findFirst()
        .map(step -> failure(plan, step, journal.step(step)))
        .orElseGet(() -> "the run took longer than its timeout");
  }

  private static String failure(Plan plan, StepName step, StepEntry entry) {
    boolean only = plan.order().size() == (plan.commits() ? 2 : 1);
    return only ? entry.message() : "step %s: %s".formatted(step, entry.message());
  }

  /**
   * The outputs of a run that was to end without them are being committed: whoever decided so knew
   * the results of all steps and must be followed.
   *
   * @param results all that the store has
   */
  public Journal committing(Journal journal, Collection<StepResult> results, Moment moment) {
    boolean ending = journal.head().control().isEnd();
    Journal next = ending ? journal.with(journal.head().with(Control.NONE, "")) : journal;
    for (StepResult result : results) {
      StepEntry entry = next.step(result.step());
      if (!entry.state().isDone()) {
        next = next.with(result.step(), entry.done(result, moment.now()));
      }
    }
    StepEntry commit = next.step(StepName.COMMIT);
    return commit.state() == StepState.CANCELLED || commit.state() == StepState.SKIPPED
        ? next.with(StepName.COMMIT, commit.ready(moment.now(), null))
        : next;
  }
}
