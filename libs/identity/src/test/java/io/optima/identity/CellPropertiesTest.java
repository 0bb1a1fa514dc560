package io.optima.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.DigestAlgorithm;
import io.optima.model.schema.DataTypes;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import net.jqwik.api.constraints.WithNull;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The id changes with every cell, with the order of rows, and with nothing else. */
final class CellPropertiesTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final TableSchema SCHEMA =
      new TableSchema(
          List.of(
              new Field("text", DataTypes.parse("utf8")),
              new Field("number", DataTypes.parse("int32")),
              new Field("list", DataTypes.parse("list<utf8>"))));

  /** A row from one text, so that equal texts are equal rows. */
  private static JsonNode row(String text) {
    var row = JSON.createArrayNode();
    row.add(text);
    if (text == null) {
      return row.addNull().addNull();
    }
    row.add(text.hashCode());
    var list = row.addArray();
    text.chars()
        .limit(3)
        .forEach(c -> list.add(Character.isSurrogate((char) c) ? "s" : "" + (char) c));
    return row;
  }

  private static String id(List<JsonNode> rows, int batch) {
    TableDigest digest = new TableDigest(DigestAlgorithm.SHA256, SCHEMA);
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = Cells.rows(SCHEMA, rows, allocator)) {
      for (int from = 0; from < rows.size(); from += batch) {
        digest.add(root, from, Math.min(batch, rows.size() - from));
      }
    }
    return digest.finish().id().toString();
  }

  @Property(tries = 200)
  void batchesDoNotMatter(
      @ForAll @Size(max = 200) List<@WithNull(0.2) String> texts,
      @ForAll @IntRange(min = 1, max = 70) int batch) {
    List<JsonNode> rows = texts.stream().map(CellPropertiesTest::row).toList();
    assertThat(id(rows, batch)).isEqualTo(id(rows, Math.max(1, rows.size())));
  }

  @Property(tries = 200)
  void anyOtherCellIsAnotherId(
      @ForAll @Size(min = 1, max = 50) List<@WithNull(0.2) String> texts,
      @ForAll @IntRange(min = 0, max = 49) int row,
      @ForAll @WithNull(0.2) String other) {
    int changed = row % texts.size();
    List<JsonNode> rows = new ArrayList<>(texts.stream().map(CellPropertiesTest::row).toList());
    String before = id(rows, 100);
    rows.set(changed, row(Objects.equals(texts.get(changed), other) ? other + "x" : other));
    assertThat(id(rows, 100)).isNotEqualTo(before);
  }

  @Property(tries = 200)
  void anyOtherOrderIsAnotherId(
      @ForAll @Size(min = 2, max = 50) @UniqueElements List<String> texts,
      @ForAll @IntRange(min = 0, max = 49) int one,
      @ForAll @IntRange(min = 1, max = 49) int distance) {
    int from = one % texts.size();
    int to = (from + 1 + distance % (texts.size() - 1)) % texts.size();
    List<JsonNode> rows = new ArrayList<>(texts.stream().map(CellPropertiesTest::row).toList());
    String before = id(rows, 100);
    java.util.Collections.swap(rows, from, to);
    assertThat(id(rows, 100)).isNotEqualTo(before);
  }
}
