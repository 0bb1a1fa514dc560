package io.optima.transform.actor;

import io.dapr.actors.ActorId;
import io.dapr.actors.runtime.ActorRuntimeContext;
import io.dapr.actors.runtime.Remindable;
import io.optima.model.transform.Run;
import io.optima.runtime.actor.StateKey;
import io.optima.runtime.actor.StatefulActor;
import io.optima.transform.RunKeeper;
import io.optima.transform.RunMemory;
import java.time.Duration;
import java.util.Optional;

/**
 * Looks after one run. Its turns record what is to be done or was done; the work itself happens
 * elsewhere. Until the run has ended, a reminder comes again and again to see whether the work is
 * still going on: the reminder survives this process, and so the run does.
 */
public final class RunActor extends StatefulActor implements RunTurns, Remindable<String> {
  private static final StateKey<RunMemory> MEMORY = new StateKey<>("run", RunMemory.class);
  private static final String WATCHDOG = "watchdog";

  private final RunKeeper keeper;
  private final Duration watch;
  private boolean watched;

  /**
   * @param watch time between two looks of the watchdog
   */
  public RunActor(ActorRuntimeContext<?> context, ActorId id, RunKeeper keeper, Duration watch) {
    super(context, id);
    this.keeper = keeper;
    this.watch = watch;
  }

  @Override
  public Run get() {
    return keeper.recall(id(), memory()).run();
  }

  @Override
  public Run look() {
    if (!watched) {
      remind(WATCHDOG, watch);
      watched = true;
    }
    return settled(keeper.look(id(), memory()));
  }

  @Override
  protected void onReminder(String name) {
    watched = true;
    look();
  }

  @Override
  public Answer beat(Beat beat) {
    return new Answer(keeper.beat(id(), memory(), beat.epoch(), beat.progress(), beat.lines()));
  }

  @Override
  public Run end(End end) {
    return settled(keeper.end(id(), memory(), end.epoch(), end.outcome()));
  }

  @Override
  public Run cancel(String by) {
    return settled(keeper.cancel(id(), memory(), by));
  }

  private Run settled(RunMemory memory) {
    if (memory.run().state().isTerminal()) {
      forget(WATCHDOG);
      watched = false;
    }
    return memory.run();
  }

  private String id() {
    return getId().toString();
  }

  private RunKeeper.Memory memory() {
    return new RunKeeper.Memory() {
      @Override
      public Optional<RunMemory> load() {
        return state().load(MEMORY);
      }

      @Override
      public void save(RunMemory memory) {
        state().save(MEMORY, memory);
      }
    };
  }
}
