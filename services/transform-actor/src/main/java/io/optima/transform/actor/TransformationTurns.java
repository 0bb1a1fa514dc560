package io.optima.transform.actor;

import io.dapr.actors.ActorType;
import io.optima.model.Principal;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Revision;

/** The turns of the Transformation actor, whose id is the transformation's name. */
@ActorType(name = TransformationTurns.TYPE)
public interface TransformationTurns {
  String TYPE = "Transformation";

  /** The revision that holds the definition, a new one when it has changed. */
  Revision apply(Proposal proposal);

  /** A definition that was checked, in the name of somebody. */
  record Proposal(Definition definition, Principal caller) {}
}
