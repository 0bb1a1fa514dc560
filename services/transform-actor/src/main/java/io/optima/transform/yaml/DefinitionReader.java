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
import io.optima.yaml.Block;
import io.optima.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads a transformation's YAML document; {@code docs/guides/transformations.md} describes it.
 * Whatever is wrong is refused naming line and column.
 */
public final class DefinitionReader {
  private DefinitionReader() {}

  /**
   * The definition that the document holds.
   *
   * @throws OptimaException INVALID_ARGUMENT naming the place
   */
  public static Definition read(String yaml) {
    Block document =
        Yaml.read(yaml, "the document")
            .orElseThrow(
                () ->
                    OptimaException.invalid(
                        "the document is empty: it needs name, inputs, sql and output"))
            .block(
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
