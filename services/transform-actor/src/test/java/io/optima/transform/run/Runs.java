package io.optima.transform.run;

import io.optima.model.DatasetName;
import io.optima.model.Principal;
import io.optima.model.dataset.Mode;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Definition.Output;
import io.optima.model.transform.Definition.Step;
import io.optima.model.transform.RetryRule;
import io.optima.model.transform.Run;
import io.optima.model.transform.Run.Progress;
import io.optima.model.transform.RunOutput;
import io.optima.model.transform.RunRecord;
import io.optima.model.transform.RunRules;
import io.optima.model.transform.RunState;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepResult;
import io.optima.model.transform.StepWork.SqlWork;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Definitions and runs made up for tests. */
final class Runs {
  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private Runs() {}

  /**
   * A definition whose steps make one table each.
   *
   * @param steps such as {@code "b a"}: step b needs step a
   */
  static Definition definition(RunRules rules, boolean output, String... steps) {
    Map<StepName, Step> map = new LinkedHashMap<>();
    for (String text : steps) {
      List<String> names = List.of(text.split(" ", -1));
      map.put(
          new StepName(names.getFirst()),
          new Step(
              names.stream().skip(1).map(StepName::new).toList(),
              new SqlWork(Map.of(names.getFirst(), "select 1")),
              null,
              null));
    }
    String last = Arrays.asList(steps).getLast().split(" ", -1)[0];
    return new Definition(
        "made-up",
        "",
        Map.of(),
        Map.of(),
        map,
        output ? Map.of(last, new Output(DatasetName.parse("made/up"), Mode.REPLACE)) : Map.of(),
        rules);
  }

  static RunRules rules(RetryRule retry, int steps) {
    return new RunRules(retry, null, steps);
  }

  static RunRecord record(String id, Definition definition) {
    List<RunOutput> outputs = new ArrayList<>();
    definition
        .outputs()
        .forEach((name, output) -> outputs.add(RunOutput.planned(name, output.dataset())));
    Run run =
        new Run(
            id,
            definition.name(),
            1,
            RunState.QUEUED,
            Map.of(),
            Map.of(),
            outputs,
            "ann",
            List.of(),
            List.of(),
            "",
            BEGIN,
            BEGIN,
            "");
    return new RunRecord(run, new Principal("ann", Set.of()), "", Map.of());
  }

  static StepResult result(StepName step, int attempt, String epoch) {
    return new StepResult(
        step, Map.of(), List.of(), List.of(), Progress.NONE, "", true, attempt, epoch, BEGIN, null);
  }
}
