package io.optima.bench.probe;

import io.dapr.actors.ActorId;
import io.dapr.actors.runtime.ActorRuntimeContext;
import io.optima.runtime.actor.StateKey;
import io.optima.runtime.actor.StatefulActor;

final class ProbeActor extends StatefulActor implements ProbeTurns {
  private static final StateKey<String> KEPT = new StateKey<>("kept", String.class);

  ProbeActor(ActorRuntimeContext<ProbeActor> context, ActorId id) {
    super(context, id);
  }

  @Override
  public String keep(String text) {
    state().save(KEPT, text);
    return "kept";
  }
}
