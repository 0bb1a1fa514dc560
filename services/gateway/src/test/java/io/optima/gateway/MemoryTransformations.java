package io.optima.gateway;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Mode;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Revision;
import io.optima.model.transform.Run;
import io.optima.model.transform.RunOutput;
import io.optima.model.transform.RunRules;
import io.optima.model.transform.RunState;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepWork.SqlWork;
import io.optima.model.transform.TransformQueries;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Runs that advance by one state whenever somebody watches them. */
final class MemoryTransformations implements Transformations {
  private static final StepName COPY = new StepName("copy");

  private final Map<String, Revision> revisions = new ConcurrentHashMap<>();
  private final Map<String, Run> runs = new ConcurrentHashMap<>();

  /** Takes the whole text as the SQL of a definition named {@code copy}. */
  @Override
  public Revision apply(TransformQueries.Apply query) {
    Definition definition =
        new Definition(
            "copy",
            "",
            Map.of("orders", DatasetRef.parse("sales/orders")),
            Map.of(),
            Map.of(
                COPY,
                new Definition.Step(
                    List.of(), new SqlWork(Map.of(COPY.name(), query.yaml())), null, null)),
            Map.of(
                COPY.name(), new Definition.Output(DatasetName.parse("sales/copy"), Mode.REPLACE)),
            RunRules.DEFAULT);
    Revision revision = new Revision(definition, 1, query.caller().name(), Instant.EPOCH);
    revisions.put("copy", revision);
    return revision;
  }

  @Override
  public Revision get(TransformQueries.Get query) {
    Revision revision = revisions.get(query.name());
    if (revision == null) {
      throw OptimaException.notFound("transformation %s does not exist", query.name());
    }
    return revision;
  }

  @Override
  public TransformQueries.RevisionPage list(TransformQueries.ListTransformations query) {
    return new TransformQueries.RevisionPage(List.copyOf(revisions.values()), "");
  }

  @Override
  public Run start(TransformQueries.Start query) {
    get(new TransformQueries.Get(query.caller(), query.transformation()));
    Run run = run(query.key(), query.transformation(), RunState.QUEUED, query.traceparent());
    runs.put(run.id(), run);
    return run;
  }

  private static Run run(String id, String transformation, RunState state, String traceparent) {
    return new Run(
        id,
        transformation,
        1,
        state,
        Map.of(),
        Map.of(),
        List.of(RunOutput.planned(COPY.name(), DatasetName.parse("sales/copy"))),
        "ada",
        List.of(),
        List.of(),
        "",
        Instant.EPOCH,
        Instant.EPOCH.plusSeconds(state.name().length()),
        traceparent);
  }

  @Override
  public Run run(TransformQueries.GetRun query) {
    Run run = runs.get(query.id());
    if (run == null) {
      throw OptimaException.notFound("run %s does not exist", query.id());
    }
    return run;
  }

  @Override
  public TransformQueries.RunPage runs(TransformQueries.ListRuns query) {
    return new TransformQueries.RunPage(List.copyOf(runs.values()), "");
  }

  @Override
  public Run cancel(TransformQueries.Cancel query) {
    return move(query.id(), RunState.CANCELLED);
  }

  @Override
  public Run pause(TransformQueries.Pause query) {
    return move(query.id(), RunState.PAUSED);
  }

  @Override
  public Run resume(TransformQueries.Resume query) {
    return move(query.id(), RunState.RUNNING);
  }

  @Override
  public Run watch(TransformQueries.Watch query) {
    Run run = run(new TransformQueries.GetRun(query.caller(), query.id()));
    if (query.known() == null || run.state().isTerminal()) {
      return run;
    }
    return move(run.id(), run.state() == RunState.QUEUED ? RunState.RUNNING : RunState.SUCCEEDED);
  }

  private Run move(String id, RunState state) {
    Run run = runs.get(id);
    if (run == null) {
      throw OptimaException.notFound("run %s does not exist", id);
    }
    Run moved = run(id, run.transformation(), state, run.traceparent());
    runs.put(id, moved);
    return moved;
  }
}
