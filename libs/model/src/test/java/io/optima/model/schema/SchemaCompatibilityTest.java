package io.optima.model.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.OptimaException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SchemaCompatibilityTest {
  /** Columns as name, type, name, type… */
  private static TableSchema schema(String... namesAndTypes) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      fields.add(new Field(namesAndTypes[i], DataTypes.parse(namesAndTypes[i + 1])));
    }
    return new TableSchema(fields);
  }

  @Test
  void columnsMayBeAddedAndMoved() {
    assertThat(
            SchemaCompatibility.breaks(
                schema("a", "int64", "b", "utf8"),
                schema("new", "date", "b", "utf8", "a", "int64")))
        .isEmpty();
  }

  @Test
  void removedColumnIsNamedWithItsType() {
    assertThat(
            SchemaCompatibility.breaks(
                schema("a", "int64", "b", "utf8"), schema("a", "int64", "c", "date")))
        .containsExactly("column 'b' of type utf8 is gone");
  }

  @Test
  void renameIsBreakingAndRecognised() {
    assertThat(
            SchemaCompatibility.breaks(
                schema("a", "int64", "b", "utf8"), schema("a", "int64", "c", "utf8")))
        .containsExactly("column 'b' of type utf8 is gone, perhaps renamed to 'c' of type utf8");
  }

  @Test
  void partsOfNestedColumnsFollowTheSameRules() {
    assertThat(
            SchemaCompatibility.breaks(
                schema("s", "list<struct<\"x\" int32, \"y\" map<utf8, int64>>>"),
                schema("s", "list<struct<\"y\" map<utf8, int32>, \"x\" int64, \"z\" bool>>")))
        .containsExactly("column 's[].y.value' was int64 and is now int32");
  }

  @Test
  void requireTellsEverythingAtOnce() {
    assertThatThrownBy(
            () ->
                SchemaCompatibility.require(
                    schema("a", "int64", "b", "utf8"), schema("a", "int32")))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("column 'a' was int64 and is now int32")
        .hasMessageContaining("column 'b' of type utf8 is gone")
        .hasMessageContaining("--allow-breaking");
    assertThatCode(() -> SchemaCompatibility.require(schema("a", "int32"), schema("a", "int64")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "int8;int16",
        "int32;int64",
        "uint8;uint64",
        "uint8;int16",
        "uint32;int64",
        "float32;float64",
        "decimal(9,2);decimal(10,2)",
        "decimal(9,2);decimal(12,5)",
        "null;utf8",
        "null;list<int64>",
        "list<int8>;list<int32>",
        "map<int8, utf8>;map<int16, utf8>"
      })
  void widerTypesHoldAllValues(String before, String after) {
    assertThat(SchemaCompatibility.breaks(schema("c", before), schema("c", after))).isEmpty();
    assertThat(SchemaCompatibility.breaks(schema("c", after), schema("c", before)))
        .containsExactly(
            "column '%s' was %s and is now %s"
                .formatted(part(before, after), inner(after), inner(before)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "int8;uint8",
        "int8;uint16",
        "uint64;int64",
        "uint16;int16",
        "int32;float64",
        "int64;decimal(20,0)",
        "decimal(9,2);decimal(10,4)",
        "decimal(9,2);decimal(9,1)",
        "date;timestamp",
        "timestamp;timestamp_ns",
        "timestamp;timestamp_utc",
        "utf8;binary",
        "int64;utf8",
        "list<int8>;int8",
        "struct<\"a\" int8>;map<utf8, int8>",
        "bool;int8",
        "time;int64"
      })
  void otherTypesBreakReaders(String before, String after) {
    assertThat(SchemaCompatibility.breaks(schema("c", before), schema("c", after)))
        .containsExactly("column 'c' was %s and is now %s".formatted(before, after));
  }

  private static String part(String before, String after) {
    boolean list = before.startsWith("list<") && after.startsWith("list<");
    return list ? "c[]" : before.startsWith("map<") ? "c.key" : "c";
  }

  private static String inner(String type) {
    return switch (type) {
      case "list<int8>" -> "int8";
      case "list<int32>" -> "int32";
      case "map<int8, utf8>" -> "int8";
      case "map<int16, utf8>" -> "int16";
      default -> type;
    };
  }
}
