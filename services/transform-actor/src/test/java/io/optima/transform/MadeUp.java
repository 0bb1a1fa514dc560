package io.optima.transform;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.Principal;
import io.optima.model.dataset.Mode;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Definition.Output;
import io.optima.model.transform.Definition.Step;
import io.optima.model.transform.Run;
import io.optima.model.transform.RunOutput;
import io.optima.model.transform.RunRecord;
import io.optima.model.transform.RunRules;
import io.optima.model.transform.RunState;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepWork.SqlWork;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Definitions and runs for tests. */
public final class MadeUp {
  private static final StepName RESULT = new StepName("result");

  private MadeUp() {}

  /** One statement over one input. */
  public static Definition definition(String name) {
    return new Definition(
        name,
        "",
        Map.of("f", DatasetRef.parse("air/flights")),
        Map.of(),
        Map.of(
            RESULT,
            new Step(List.of(), new SqlWork(Map.of("result", "select * from f")), null, null)),
        Map.of("result", new Output(DatasetName.parse("air/out"), Mode.REPLACE)),
        RunRules.DEFAULT);
  }

  /** A run by ann that was just accepted. */
  public static RunRecord record(String id, Definition definition) {
    Run run =
        new Run(
            id,
            definition.name(),
            1,
            RunState.QUEUED,
            Map.of(),
            Map.of(),
            List.of(RunOutput.planned("result", DatasetName.parse("air/out"))),
            "ann",
            List.of(),
            List.of(),
            "",
            Instant.EPOCH,
            Instant.EPOCH,
            "");
    return new RunRecord(run, new Principal("ann", Set.of()), "", Map.of());
  }

  public static Run in(RunState state, Run run) {
    return new Run(
        run.id(),
        run.transformation(),
        run.revision(),
        state,
        run.parameters(),
        run.inputs(),
        run.outputs(),
        run.principal(),
        run.steps(),
        run.log(),
        run.message(),
        run.created(),
        run.changed(),
        run.traceparent());
  }
}
