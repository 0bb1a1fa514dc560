package io.optima.transform.yaml;

import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataTypes;
import io.optima.model.transform.Definition.Parameter;
import io.optima.transform.step.ParameterValues;
import io.optima.yaml.Block;
import io.optima.yaml.Problems;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Parameters with their types and defaults. */
final class ParameterReader {
  private final Problems problems;

  ParameterReader(Problems problems) {
    this.problems = problems;
  }

  Map<String, Parameter> read(Block document) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    if (document.has("parameters")) {
      Block block = document.block("parameters", "parameters");
      for (String name : block.keys()) {
        problems
            .gather(() -> parameter(block, name))
            .ifPresent(parameter -> parameters.put(name, parameter));
      }
    }
    return parameters;
  }

  private static Parameter parameter(Block parameters, String name) {
    parameters.checked(
        name,
        () -> {
          Words.check("parameter", name);
          return name;
        });
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
