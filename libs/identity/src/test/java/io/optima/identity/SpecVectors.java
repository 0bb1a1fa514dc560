package io.optima.identity;

import io.optima.model.DigestAlgorithm;
import io.optima.model.schema.DataTypes;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** {@code docs/spec/identity-vectors.json}. */
final class SpecVectors {
  private static final JsonMapper JSON = new JsonMapper();

  private SpecVectors() {}

  /** The folder of the specification, wherever below the project the test runs. */
  static Path folder() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path spec = at.resolve("docs/spec");
      if (Files.exists(spec.resolve("identity.md"))) {
        return spec;
      }
    }
    throw new IllegalStateException("docs/spec is not above this folder");
  }

  static JsonNode read() {
    return JSON.readTree(folder().resolve("identity-vectors.json"));
  }

  static Stream<Table> tables() {
    return read().get("tables").valueStream().map(Table::new);
  }

  /** One vector of a table. */
  record Table(JsonNode json) {
    DigestAlgorithm algorithm() {
      return DigestAlgorithm.parse(json.get("algorithm").asString());
    }

    TableSchema schema() {
      return new TableSchema(
          json.get("schema")
              .valueStream()
              .map(c -> new Field(c.get(0).asString(), DataTypes.parse(c.get(1).asString())))
              .toList());
    }

    List<JsonNode> rows() {
      return json.has("rows")
          ? json.get("rows").valueStream().toList()
          : IntStream.range(0, json.get("count").asInt()).mapToObj(SpecVectors::mixed).toList();
    }

    String text(String name) {
      return json.get(name).asString();
    }

    List<String> list(String name) {
      return json.has(name)
          ? json.get(name).valueStream().map(JsonNode::asString).toList()
          : List.of();
    }

    List<String> columnDigests() {
      List<String> digests = new ArrayList<>();
      json.get("leaves").forEach(leaf -> leaf.forEach(d -> digests.add(d.asString())));
      return digests;
    }

    @Override
    public String toString() {
      return text("name");
    }
  }

  /** Row {@code i} of the formula that the specification calls mixed. */
  static JsonNode mixed(int i) {
    ArrayNode row = JSON.createArrayNode();
    if (i % 7 == 3) {
      row.addNull();
    } else {
      row.add(31L * i - 1000);
    }
    row.add(i % 5 == 4 ? null : "row " + i);
    row.add(Long.toHexString(Double.doubleToLongBits(i / 8.0)));
    if (i % 11 == 5) {
      row.addNull();
    } else {
      ArrayNode list = row.addArray();
      IntStream.range(0, i % 4).forEach(k -> list.add(i + k));
    }
    return row;
  }
}
