package io.optima.transform.run;

import io.optima.model.dataset.Input;
import io.optima.model.lineage.ColumnLineage;
import io.optima.model.transform.ColumnFlow;
import io.optima.model.transform.Definition;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where the columns of a run's outputs come from, through all of its steps. */
public final class ColumnFlows {
  private ColumnFlows() {}

  /** Output → its columns' sources among the inputs. */
  public static SortedMap<String, List<ColumnLineage>> compose(
      Definition definition, Map<String, Input> inputs, Map<StepName, StepResult> results) {
    Map<String, SequencedSet<ColumnFlow>> known = new TreeMap<>();
    for (StepName step : Plan.of(definition).order()) {
      StepResult result = results.get(step);
      if (result != null) {
        result.flows().forEach(flow -> add(flow, inputs, known));
      }
    }
    SortedMap<String, List<ColumnLineage>> composed = new TreeMap<>();
    definition
        .outputs()
        .keySet()
        .forEach(output -> composed.put(output, lineage(known.get(output), inputs)));
    return composed;
  }

  private static void add(
      ColumnFlow flow, Map<String, Input> inputs, Map<String, SequencedSet<ColumnFlow>> known) {
    Collection<ColumnFlow> into = known.computeIfAbsent(flow.output(), x -> new LinkedHashSet<>());
    if (inputs.containsKey(flow.from())) {
      into.add(flow);
      return;
    }
    for (ColumnFlow before : known.getOrDefault(flow.from(), new LinkedHashSet<>())) {
      if (before.column().equals(flow.fromColumn())) {
        into.add(
            new ColumnFlow(
                flow.output(),
                flow.column(),
                before.from(),
                before.fromColumn(),
                through(before.via(), flow.via())));
      }
    }
  }

  /** What decides about rows anywhere decides; what is computed anywhere is computed. */
  private static String through(String first, String second) {
    if (first.equals("FILTER") || second.equals("FILTER")) {
      return "FILTER";
    }
    return first.equals("IDENTITY") ? second : first;
  }

  private static List<ColumnLineage> lineage(
      @org.jspecify.annotations.Nullable SequencedSet<ColumnFlow> flows,
      Map<String, Input> inputs) {
    List<ColumnLineage> lineage = new ArrayList<>();
    if (flows != null) {
      for (ColumnFlow flow : flows) {
        Input input = inputs.get(flow.from());
        if (input != null) {
          lineage.add(
              new ColumnLineage(flow.column(), input.dataset(), flow.fromColumn(), flow.via()));
        }
      }
    }
    return lineage;
  }
}
