package io.optima.transform.actor;

import io.dapr.actors.ActorId;
import io.dapr.actors.runtime.ActorRuntimeContext;
import io.dapr.actors.runtime.Remindable;
import io.optima.model.transform.Run;
import io.optima.model.transform.StepName;
import io.optima.runtime.actor.StateKey;
import io.optima.runtime.actor.StatefulActor;
import io.optima.transform.run.Journal;
import io.optima.transform.run.Plan;
import io.optima.transform.run.RunHead;
import io.optima.transform.run.RunKeeper;
import io.optima.transform.run.RunOffice;
import io.optima.transform.run.StepEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks after one run. Its turns record what is to be done or was done; the work itself happens
 * elsewhere. Until the run has ended, a reminder comes again and again to see whether the work is
 * still going on: the reminder survives this process, and so the run does.
 *
 * <p>The keeper remembers between turns what is stored; the state is read when the actor begins to
 * live here. That another host still believes it has the actor does no harm: results and ends are
 * in the object store, each written once.
 */
public final class RunActor extends StatefulActor implements RunTurns, Remindable<String> {
  private static final StateKey<RunHead> HEAD = new StateKey<>("head", RunHead.class);
  private static final String WATCHDOG = "watchdog";

  private final RunKeeper keeper;
  private final Duration watch;
  private boolean watched;

  /**
   * @param watch time between two looks of the watchdog
   */
  public RunActor(ActorRuntimeContext<?> context, ActorId id, RunOffice office, Duration watch) {
    super(context, id);
    this.keeper = new RunKeeper(id.toString(), office, new Stored());
    this.watch = watch;
  }

  @Override
  public Run get() {
    return keeper.get();
  }

  @Override
  public Run look() {
    if (!watched) {
      remind(WATCHDOG, watch);
      watched = true;
    }
    return settled(keeper.look());
  }

  @Override
  protected void onReminder(String name) {
    watched = true;
    look();
  }

  @Override
  public Answer beat(Beat beat) {
    return new Answer(keeper.beat(beat.signs()));
  }

  @Override
  public Run ended(Ends ends) {
    return settled(keeper.ended(ends.ended()));
  }

  @Override
  public Run control(Wish wish) {
    return settled(keeper.control(wish.control(), wish.by()));
  }

  private Run settled(Run run) {
    if (run.state().isTerminal() && watched) {
      forget(WATCHDOG);
      watched = false;
    }
    return run;
  }

  /** The journal in the actor's state: one key for the run, one for each step. */
  private final class Stored implements RunKeeper.Memory {
    @Override
    public Optional<Journal> load(Plan plan) {
      return state().load(HEAD).map(head -> new Journal(head, steps(plan)));
    }

    private SortedMap<StepName, StepEntry> steps(Plan plan) {
      SortedMap<StepName, StepEntry> steps = new TreeMap<>();
      for (StepName step : plan.order()) {
        steps.put(step, state().load(key(step)).orElse(StepEntry.NEW));
      }
      return steps;
    }

    @Override
    public void save(@Nullable RunHead head, SortedMap<StepName, StepEntry> changed) {
      Map<StateKey<?>, Object> values = new HashMap<>();
      if (head != null) {
        values.put(HEAD, head);
      }
      changed.forEach((step, entry) -> values.put(key(step), entry));
      state().saveAll(values);
    }

    @Override
    public void forget(Plan plan) {
      List<StateKey<?>> keys = new ArrayList<>(List.of(HEAD));
      plan.order().forEach(step -> keys.add(key(step)));
      state().remove(keys);
    }

    private StateKey<StepEntry> key(StepName step) {
      return new StateKey<>("step-" + step, StepEntry.class);
    }
  }
}
