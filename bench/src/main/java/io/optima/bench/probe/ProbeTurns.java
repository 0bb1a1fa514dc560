package io.optima.bench.probe;

import io.dapr.actors.ActorType;

/** An actor that does nothing but save. */
@ActorType(name = "Probe")
public interface ProbeTurns {
  /** Durable when it returns. */
  String keep(String text);
}
