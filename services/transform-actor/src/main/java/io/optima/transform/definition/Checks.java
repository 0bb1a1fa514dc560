package io.optima.transform.definition;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.dataset.Input;
import io.optima.model.schema.DataType;
import io.optima.model.schema.TableSchema;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Definition.Output;
import io.optima.model.transform.Definition.Step;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepWork;
import io.optima.transform.run.Plan;
import io.optima.transform.step.Checking;
import io.optima.transform.step.StepKind.Checked;
import io.optima.yaml.Problems;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Whether a definition can work: its steps fit each other, and each does with the columns that it
 * would get. All that is wrong is told at once.
 */
public final class Checks {
  private static final int MOST_STEPS = 500;

  private final Inputs inputs;
  private final BiFunction<StepWork, Checking, Checked> kinds;

  /**
   * @param kinds what a kind of step says of its work
   */
  public Checks(Inputs inputs, BiFunction<StepWork, Checking, Checked> kinds) {
    this.inputs = inputs;
    this.kinds = kinds;
  }

  /**
   * Refuses what cannot work.
   *
   * @throws OptimaException INVALID_ARGUMENT naming places; NOT_FOUND, PERMISSION_DENIED for
   *     datasets
   */
  public void check(Principal caller, Document document) {
    Definition definition = document.definition();
    Problems problems = new Problems();
    checkNames(document, problems);
    checkNeeds(document, problems);
    problems.refuse();
    Map<String, Input> pinned = inputs.pin(caller, definition.inputs());
    Found found = checkSteps(caller, document, pinned, problems);
    problems.refuse();
    checkUsed(document, found, problems);
    problems.refuse();
    definition.outputs().values().stream()
        .map(Output::dataset)
        .forEach(output -> inputs.checkOutput(caller, output));
  }

  private static void checkNames(Document document, Problems problems) {
    Definition definition = document.definition();
    Map<String, String> taken = new HashMap<>();
    definition.inputs().keySet().forEach(name -> taken.put(lower(name), "inputs." + name));
    definition
        .steps()
        .forEach(
            (step, spec) ->
                spec.work()
                    .outputs()
                    .forEach(
                        output -> {
                          String before = taken.put(lower(output), "steps." + step);
                          if (before != null) {
                            problems.accept(
                                refused(
                                    document,
                                    "steps." + step,
                                    "table '%s' of step '%s' has the name of one in %s: choose"
                                        + " another",
                                    output,
                                    step,
                                    before));
                          }
                        }));
    if (definition.steps().containsKey(StepName.COMMIT)) {
      problems.accept(
          refused(
              document,
              "steps.commit",
              "'commit' is the step by which each run publishes its outputs: choose another name"));
    }
    if (definition.steps().size() > MOST_STEPS) {
      problems.accept(
          refused(
              document,
              "steps",
              "%d steps are too many for one transformation: use at most %d",
              definition.steps().size(),
              MOST_STEPS));
    }
    Set<String> tables =
        definition.steps().values().stream()
            .flatMap(step -> step.work().outputs().stream())
            .collect(Collectors.toSet());
    for (String output : definition.outputs().keySet()) {
      if (!tables.contains(output)) {
        problems.accept(
            refused(
                document,
                "outputs." + output,
                "no step makes a table '%s': there are %s",
                output,
                new java.util.TreeSet<>(tables)));
      }
    }
    Set<Object> datasets = new HashSet<>();
    definition
        .outputs()
        .forEach(
            (name, output) -> {
              if (!datasets.add(output.dataset())) {
                problems.accept(
                    refused(
                        document,
                        "outputs." + name,
                        "two outputs go to %s: give each a dataset of its own",
                        output.dataset()));
              }
            });
  }

  private static void checkNeeds(Document document, Problems problems) {
    if (problems.isEmpty()) {
      problems.gather(
          () -> {
            try {
              return Plan.of(document.definition());
            } catch (OptimaException e) {
              throw document.refused("steps", e);
            }
          });
    }
  }

  /** What the steps use and make. */
  private record Found(
      Map<String, TableSchema> tables, Set<String> reads, Set<String> parameters) {}

  private Found checkSteps(
      Principal caller, Document document, Map<String, Input> pinned, Problems problems) {
    Definition definition = document.definition();
    Map<String, DataType> types = new TreeMap<>();
    definition.parameters().forEach((name, parameter) -> types.put(name, parameter.type()));
    Found found = new Found(new HashMap<>(), new HashSet<>(), new HashSet<>());
    Set<StepName> broken = new HashSet<>();
    for (StepName name : Plan.of(definition).order()) {
      Step step = definition.steps().get(name);
      if (step == null || step.needs().stream().anyMatch(broken::contains)) {
        broken.add(name);
        continue;
      }
      Checking checking =
          new Checking(
              caller,
              pinned,
              tables(definition, step, found),
              types,
              (path, refusal) ->
                  document.refused(
                      "steps." + name + "." + path, withNeed(definition, name, refusal)));
      problems
          .gather(() -> kinds.apply(step.work(), checking))
          .ifPresentOrElse(checked -> add(checked, found), () -> broken.add(name));
    }
    return found;
  }

  /** Whoever reads a table of a step has forgotten to need the step. */
  private static OptimaException withNeed(
      Definition definition, StepName reader, OptimaException refusal) {
    for (Map.Entry<StepName, Step> each : definition.steps().entrySet()) {
      for (String table : each.getValue().work().outputs()) {
        int at = refusal.text().indexOf("table '" + table + "' is unknown");
        if (at >= 0 && !each.getKey().equals(reader)) {
          return OptimaException.invalid(
              "%sstep '%s' reads '%s', which step '%s' makes: write needs: [%s]",
              refusal.text().substring(0, at), reader, table, each.getKey(), each.getKey());
        }
      }
    }
    return refusal;
  }

  private static Map<String, TableSchema> tables(Definition definition, Step step, Found found) {
    Map<String, TableSchema> tables = new TreeMap<>();
    for (StepName need : step.needs()) {
      Step needed = definition.steps().get(need);
      if (needed != null) {
        needed.work().outputs().forEach(table -> tables.put(table, found.tables().get(table)));
      }
    }
    return tables;
  }

  private static void add(Checked checked, Found found) {
    found.tables().putAll(checked.outputs());
    found.reads().addAll(checked.reads());
    found.parameters().addAll(checked.parameters());
  }

  private static void checkUsed(Document document, Found found, Problems problems) {
    Definition definition = document.definition();
    for (String input : definition.inputs().keySet()) {
      if (!found.reads().contains(input)) {
        problems.accept(
            refused(
                document,
                "inputs." + input,
                "no step reads input '%s': use it or take it away",
                input));
      }
    }
    for (String parameter : definition.parameters().keySet()) {
      if (!found.parameters().contains(parameter)) {
        problems.accept(
            refused(
                document,
                "parameters." + parameter,
                "no step uses parameter '%s': write $%s or take it away",
                parameter,
                parameter));
      }
    }
    definition
        .steps()
        .forEach((name, step) -> checkRead(document, name, step, found.reads(), problems));
  }

  private static void checkRead(
      Document document, StepName name, Step step, Set<String> reads, Problems problems) {
    List<String> unread =
        step.work().outputs().stream()
            .filter(table -> !reads.contains(table))
            .filter(table -> !document.definition().outputs().containsKey(table))
            .toList();
    for (String table : unread) {
      problems.accept(
          refused(
              document,
              "steps." + name,
              "nobody reads table '%s': use it in a step that needs '%s', or name it under outputs",
              table,
              name));
    }
  }

  @FormatMethod
  private static OptimaException refused(
      Document document, String path, @FormatString String message, Object... arguments) {
    return document.refused(path, OptimaException.invalid(message, arguments));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
