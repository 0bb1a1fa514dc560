package io.optima.transform.yaml;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataTypes;
import io.optima.model.transform.Definition;
import io.optima.model.transform.Definition.Parameter;
import io.optima.transform.ParameterValues;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a transformation's YAML document; {@code docs/guides/transformations.md} describes it.
 * Whatever is wrong is refused naming line and column.
 */
public final class DefinitionReader {
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setLabel("transformation")
          .setAllowDuplicateKeys(false)
          .setMaxAliasesForCollections(0)
          .setCodePointLimit(1 << 20)
          .build();

  private DefinitionReader() {}

  /**
   * The definition that the document holds.
   *
   * @throws OptimaException INVALID_ARGUMENT naming the place
   */
  public static Definition read(String yaml) {
    Node root =
        compose(yaml)
            .orElseThrow(
                () ->
                    OptimaException.invalid(
                        "the document is empty: it needs name, inputs, sql and output"));
    Block document =
        Block.of(
            root,
            "the document",
            Set.of("name", "description", "inputs", "parameters", "sql", "output"));
    String name = document.text("name");
    document.checked("name", () -> checkedName(name));
    Map<String, DatasetRef> inputs = inputs(document);
    Map<String, Parameter> parameters = parameters(document);
    String sql = document.text("sql");
    DatasetName output = document.checked("output", () -> output(document.text("output")));
    String description = document.optionalText("description").orElse("");
    return document.checked(
        "name", () -> new Definition(name, description, inputs, sql, output, parameters));
  }

  private static Optional<Node> compose(String yaml) {
    try {
      return new Compose(SETTINGS).composeString(yaml);
    } catch (MarkedYamlEngineException e) {
      throw e.getProblemMark()
          .map(mark -> refused(mark, e.getProblem()))
          .orElseGet(() -> OptimaException.invalid("this is not YAML: %s", e.getProblem()));
    } catch (YamlEngineException e) {
      throw OptimaException.invalid(
          "the document cannot be read (%s): write each value out, aliases such as *a are not"
              + " known",
          Shown.of(String.valueOf(e.getMessage())));
    }
  }

  static OptimaException refused(Mark mark, String problem) {
    return OptimaException.invalid(
        "line %d, column %d: %s", mark.getLine() + 1, mark.getColumn() + 1, problem);
  }

  private static String checkedName(String name) {
    Definition.checkName(name);
    return name;
  }

  private static DatasetName output(String text) {
    if (text.contains("@")) {
      throw OptimaException.invalid(
          "output '%s' is a version: name the dataset alone, a run makes the next version",
          Shown.of(text));
    }
    return DatasetName.parse(text);
  }

  private static Map<String, DatasetRef> inputs(Block document) {
    Block block = document.block("inputs", "inputs");
    Map<String, DatasetRef> inputs = new LinkedHashMap<>();
    for (String alias : block.keys()) {
      inputs.put(
          alias,
          block.checked(
              alias,
              () -> {
                checkWord("input", alias);
                return DatasetRef.parse(block.text(alias));
              }));
    }
    if (inputs.isEmpty()) {
      throw document.refused("inputs", "a transformation needs at least one input");
    }
    return inputs;
  }

  /** Names that stand in SQL without quotes. */
  private static void checkWord(String what, String name) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,62}")) {
      throw OptimaException.invalid(
          "%s '%s' is not a name: use letters, digits and _, starting with a letter",
          what, Shown.of(name));
    }
  }

  private static Map<String, Parameter> parameters(Block document) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    if (document.has("parameters")) {
      Block block = document.block("parameters", "parameters");
      for (String name : block.keys()) {
        block.checked(
            name,
            () -> {
              checkWord("parameter", name);
              return name;
            });
        parameters.put(name, parameter(block, name));
      }
    }
    return parameters;
  }

  private static Parameter parameter(Block parameters, String name) {
    Block block = parameters.block(name, "parameter " + name, Set.of("type", "default"));
    DataType type = block.checked("type", () -> type(block.text("type")));
    String byDefault = block.optionalText("default").orElse(null);
    Parameter parameter = new Parameter(type, byDefault);
    if (byDefault != null) {
      block.checked("default", () -> ParameterValues.complete(Map.of(name, parameter), Map.of()));
    }
    return parameter;
  }

  private static DataType type(String text) {
    DataType type = DataTypes.parse(text);
    if (!ParameterValues.supports(type)) {
      throw OptimaException.invalid(
          "a parameter cannot be of type %s: use bool, a number, decimal(p,s), utf8, date, time,"
              + " timestamp or timestamp_utc",
          type.text());
    }
    return type;
  }
}
