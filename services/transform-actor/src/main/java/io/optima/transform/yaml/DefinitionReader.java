package io.optima.transform.yaml;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.dataset.Mode;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Definition.Output;
import io.optima.model.transform.Definition.Parameter;
import io.optima.model.transform.Definition.Step;
import io.optima.model.transform.RunRules;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepWork.SqlWork;
import io.optima.transform.definition.Document;
import io.optima.yaml.Block;
import io.optima.yaml.Problems;
import io.optima.yaml.Value;
import io.optima.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads a transformation's YAML document; {@code docs/reference/transformation.md} describes it.
 * All that is wrong is refused at once, each with line and column.
 */
public final class DefinitionReader {
  private static final Set<String> KEYS =
      Set.of(
          "name",
          "description",
          "inputs",
          "parameters",
          "steps",
          "outputs",
          "retry",
          "timeout",
          "concurrency",
          "sql",
          "output");
  private static final StepName RESULT = new StepName("result");

  private final Value root;
  private final Block document;
  private final Problems problems;

  private DefinitionReader(Value root, Problems problems) {
    this.root = root;
    this.problems = problems;
    this.document = root.block("the document", KEYS, problems);
  }

  /**
   * The definition that the document holds.
   *
   * @throws OptimaException INVALID_ARGUMENT naming the places
   */
  public static Document read(String yaml) {
    Value root =
        Yaml.read(yaml, "the document")
            .orElseThrow(
                () ->
                    OptimaException.invalid(
                        "the document is empty: it needs name, inputs, steps and outputs"));
    return new DefinitionReader(root, new Problems()).read();
  }

  private Document read() {
    boolean whole = document.has("sql") || document.has("output");
    String name = gathered("", () -> document.checked("name", this::name));
    String description = document.optionalText("description").orElse("");
    Map<String, DatasetRef> inputs = gathered(Map.of(), this::inputs);
    Map<String, Parameter> parameters =
        gathered(Map.of(), () -> new ParameterReader(problems).read(document));
    Map<StepName, Step> steps = gathered(Map.of(), whole ? this::onlyStep : this::steps);
    Map<String, Output> outputs = gathered(Map.of(), whole ? this::onlyOutput : this::outputs);
    RunRules rules = gathered(RunRules.DEFAULT, () -> RuleReader.rules(document));
    problems.refuse();
    return new Read(
        new Definition(name, description, inputs, parameters, steps, outputs, rules), root);
  }

  private <T> T gathered(T otherwise, Supplier<T> work) {
    return problems.gather(work).orElse(otherwise);
  }

  private String name() {
    String name = document.text("name");
    Definition.checkName(name);
    return name;
  }

  private Map<String, DatasetRef> inputs() {
    Map<String, DatasetRef> inputs = new LinkedHashMap<>();
    if (document.has("inputs")) {
      Block block = document.block("inputs", "inputs");
      for (String alias : block.keys()) {
        problems
            .gather(() -> block.checked(alias, () -> input(block, alias)))
            .ifPresent(ref -> inputs.put(alias, ref));
      }
    }
    if (inputs.isEmpty() && problems.isEmpty() && document.has("sql")) {
      throw document.refused("inputs", "a transformation needs at least one input");
    }
    return inputs;
  }

  private static DatasetRef input(Block block, String alias) {
    Words.check("input", alias);
    return DatasetRef.parse(block.text(alias));
  }

  /** A document with one statement and one output says so at its top. */
  private Map<StepName, Step> onlyStep() {
    for (String key : List.of("steps", "outputs")) {
      if (document.has(key)) {
        throw document.refusedName(
            key, "'sql' and 'output' stand for one step with one output: use them or 'steps'");
      }
    }
    SqlWork work = new SqlWork(Map.of(RESULT.name(), document.text("sql")));
    return Map.of(RESULT, new Step(List.of(), work, null, null));
  }

  private Map<String, Output> onlyOutput() {
    return Map.of(
        RESULT.name(),
        new Output(
            document.checked("output", () -> dataset(document.text("output"))), Mode.REPLACE));
  }

  private Map<StepName, Step> steps() {
    Block block = document.block("steps", "steps");
    Map<StepName, Step> steps = new LinkedHashMap<>();
    for (String key : block.keys()) {
      problems
          .gather(() -> nameOf(block, key))
          .flatMap(
              name ->
                  problems
                      .gather(() -> StepReader.read(block, name))
                      .map(step -> entry(name, step)))
          .ifPresent(entry -> steps.put(entry.getKey(), entry.getValue()));
    }
    if (steps.isEmpty() && problems.isEmpty()) {
      throw document.refused("steps", "a transformation needs at least one step");
    }
    return steps;
  }

  private static Map.Entry<StepName, Step> entry(StepName name, Step step) {
    return Map.entry(name, step);
  }

  private static StepName nameOf(Block block, String key) {
    try {
      return new StepName(key);
    } catch (OptimaException e) {
      throw block.refusedName(key, e.text());
    }
  }

  private Map<String, Output> outputs() {
    Map<String, Output> outputs = new LinkedHashMap<>();
    if (document.has("outputs")) {
      Block block = document.block("outputs", "outputs");
      for (String table : block.keys()) {
        problems
            .gather(() -> block.checked(table, () -> output(block.value(table), table)))
            .ifPresent(output -> outputs.put(table, output));
      }
    }
    return outputs;
  }

  private static Output output(Value value, String table) {
    if (value.kind() != Value.Kind.MAPPING) {
      return new Output(dataset(value.text()), Mode.REPLACE);
    }
    Block block = value.block("output " + table, Set.of("dataset", "mode"));
    Mode mode = block.optionalText("mode").map(text -> mode(block, text)).orElse(Mode.REPLACE);
    return new Output(block.checked("dataset", () -> dataset(block.text("dataset"))), mode);
  }

  private static Mode mode(Block block, String text) {
    return switch (text) {
      case "replace" -> Mode.REPLACE;
      case "append" -> Mode.APPEND;
      default ->
          throw block.refused(
              "mode", "mode '%s' is not known: use replace or append".formatted(Shown.of(text)));
    };
  }

  private static DatasetName dataset(String text) {
    if (text.contains("@")) {
      throw OptimaException.invalid(
          "output '%s' is a version: name the dataset alone, a run makes the next version",
          Shown.of(text));
    }
    return DatasetName.parse(text);
  }

  /** Places are found by walking down the document again. */
  private record Read(Definition definition, Value root) implements Document {
    @Override
    public OptimaException refused(String path, OptimaException refusal) {
      Value place = root;
      for (String part : path.split("\\.", -1)) {
        Optional<Value> below = below(place, part);
        if (below.isPresent()) {
          place = below.get();
        } else if (place == root) {
          return refused(oldForm(path), refusal, path);
        }
      }
      return Sqls.at(place, refusal);
    }

    private OptimaException refused(String other, OptimaException refusal, String path) {
      return other.equals(path) ? Sqls.at(root, refusal) : refused(other, refusal);
    }

    /** What the steps and outputs of a document with one statement are. */
    private static String oldForm(String path) {
      if (path.startsWith("steps")) {
        return "sql";
      }
      return path.startsWith("outputs") ? "output" : path;
    }

    private static Optional<Value> below(Value value, String key) {
      return value.kind() == Value.Kind.MAPPING ? value.block("").optional(key) : Optional.empty();
    }
  }
}
