package io.optima.runtime.actor;

import io.dapr.actors.ActorId;
import io.dapr.actors.runtime.AbstractActor;
import io.dapr.actors.runtime.ActorRuntimeContext;
import io.dapr.utils.TypeRef;
import io.optima.runtime.error.UnknownErrors;
import java.time.Duration;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/**
 * What every actor of Optima starts from. An actor class implements the interface of its turns
 * directly (methods with one argument or none, no overloads, plain return values: the SDK finds
 * them by reflection) and, when it has reminders, {@code Remindable<String>} as well. A turn may
 * block: it has a thread of its own.
 */
public abstract class StatefulActor extends AbstractActor {
  private ActorState state;

  protected StatefulActor(ActorRuntimeContext<?> context, ActorId id) {
    super(context, id);
    this.state = new DaprActorState(getActorStateManager());
  }

  /** Before its first turn. */
  final void decorateState(UnaryOperator<ActorState> decorator) {
    state = decorator.apply(state);
  }

  protected final ActorState state() {
    return state;
  }

  /**
   * Calls {@link #onReminder} again and again until {@link #forget}. Ticks may be missed, late or
   * doubled; one that fails is tried again with the next.
   */
  protected final void remind(String name, Duration period) {
    remind(name, period, period);
  }

  /**
   * As {@link #remind(String, Duration)}, with its first tick at another time. A reminder of that
   * name is replaced.
   *
   * @param due from now to the first tick
   */
  protected final void remind(String name, Duration due, Duration period) {
    registerReminder(name, "", due, period).block();
  }

  protected final void forget(String name) {
    unregisterReminder(name).block();
  }

  /** A reminder's tick; what it throws is logged. */
  protected void onReminder(String name) {}

  /** Type of the data that reminders carry: none. */
  public final TypeRef<String> getStateType() {
    return TypeRef.STRING;
  }

  /** Called by the SDK; lazy, because the SDK prepares the turn when it subscribes. */
  public final Mono<Void> receiveReminder(String name, String data, Duration due, Duration period) {
    return Mono.fromRunnable(
        () -> {
          try {
            onReminder(name);
          } catch (RuntimeException e) {
            UnknownErrors.translate(e);
          }
        });
  }
}
