package io.optima.transform.actor;

import io.dapr.actors.ActorId;
import io.dapr.actors.runtime.ActorRuntimeContext;
import io.optima.model.transform.Revision;
import io.optima.runtime.actor.StatefulActor;
import io.optima.transform.definition.Transformations;

/** Orders the revisions of one transformation. It has no state: the log in the store has it all. */
public final class TransformationActor extends StatefulActor implements TransformationTurns {
  private final Transformations transformations;

  public TransformationActor(
      ActorRuntimeContext<?> context, ActorId id, Transformations transformations) {
    super(context, id);
    this.transformations = transformations;
  }

  @Override
  public Revision apply(Proposal proposal) {
    return transformations.apply(proposal.definition(), proposal.caller());
  }
}
