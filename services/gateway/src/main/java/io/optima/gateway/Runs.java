package io.optima.gateway;

import io.optima.model.transform.Revision;
import io.optima.model.transform.Run;
import io.optima.model.transform.TransformQueries;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Transformations and runs as callers see them. */
public final class Runs {
  /** How long the service may hold one question of a watch; vanished callers are noticed then. */
  private static final long WATCH_MILLIS = 2_000;

  private final Transformations transformations;

  public Runs(Transformations transformations) {
    this.transformations = transformations;
  }

  public Revision apply(Caller caller, String yaml) {
    return transformations.apply(
        new TransformQueries.Apply(caller.principal(), yaml, caller.traceparent()));
  }

  public Revision get(Caller caller, String name) {
    return transformations.get(new TransformQueries.Get(caller.principal(), name));
  }

  public TransformQueries.RevisionPage list(Caller caller, int size, String token) {
    return transformations.list(
        new TransformQueries.ListTransformations(caller.principal(), size, token));
  }

  /** Starts a run; an empty key makes every call a run of its own. */
  public Run start(
      Caller caller,
      String transformation,
      Map<String, String> parameters,
      String output,
      String key) {
    return transformations.start(
        new TransformQueries.Start(
            caller.principal(),
            transformation,
            parameters,
            output,
            key.isEmpty() ? UUID.randomUUID().toString() : key,
            caller.traceparent()));
  }

  public Run run(Caller caller, String id) {
    return transformations.run(new TransformQueries.GetRun(caller.principal(), id));
  }

  public TransformQueries.RunPage runs(
      Caller caller, String transformation, int size, String token) {
    return transformations.runs(
        new TransformQueries.ListRuns(caller.principal(), transformation, size, token));
  }

  public Run cancel(Caller caller, String id) {
    return transformations.cancel(new TransformQueries.Cancel(caller.principal(), id));
  }

  public Run pause(Caller caller, String id) {
    return transformations.pause(new TransformQueries.Pause(caller.principal(), id));
  }

  public Run resume(Caller caller, String id) {
    return transformations.resume(new TransformQueries.Resume(caller.principal(), id));
  }

  /** Hands over the run now and after every change, until it has ended or the caller is gone. */
  public void watch(Caller caller, String id, Consumer<Run> changed, BooleanSupplier gone) {
    @Nullable Instant known = null;
    while (!gone.getAsBoolean()) {
      Run run =
          transformations.watch(
              new TransformQueries.Watch(caller.principal(), id, known, WATCH_MILLIS));
      if (!run.changed().equals(known)) {
        changed.accept(run);
      }
      if (run.state().isTerminal()) {
        return;
      }
      known = run.changed();
    }
  }
}
