package io.optima.rules;

import com.google.common.primitives.UnsignedLong;
import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.ListOf;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.yaml.Block;
import io.optima.yaml.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the tests inside a document. */
final class ExampleReader {
  private static final Set<String> TEST =
      Set.of("name", "at", "row", "fired", "failed", "set", "tags", "rejected", "emitted");
  private static final Instant TODAY = Instant.EPOCH;

  private final TableSchema columns;

  ExampleReader(TableSchema columns) {
    this.columns = columns;
  }

  Example read(Value value) {
    Block test = value.block("a test", TEST);
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    Block given = test.block("row", "row");
    for (String name : given.keys()) {
      Field field =
          columns
              .field(name)
              .orElseThrow(() -> given.refusedName(name, "column '" + name + "' is not declared"));
      row.put(name, typed(given.value(name), field.type()));
    }
    return new Example(
        test.text("name"),
        test.place(),
        test.optionalText("at")
            .map(text -> test.checked("at", () -> RulesReader.moment(text)))
            .orElse(TODAY),
        row,
        texts(test, "fired"),
        texts(test, "failed"),
        test.optionalBlock("set", "set", Set.of()).map(ExampleReader::plain).orElse(Map.of()),
        texts(test, "tags"),
        test.has("rejected") ? test.optionalText("rejected").orElse("") : null,
        emitted(test));
  }

  private static @Nullable List<String> texts(Block test, String key) {
    return test.has(key) ? test.list(key).stream().map(Value::text).toList() : null;
  }

  private static Map<String, List<Map<String, @Nullable Object>>> emitted(Block test) {
    Map<String, List<Map<String, @Nullable Object>>> emitted = new LinkedHashMap<>();
    test.optionalBlock("emitted", "emitted", Set.of())
        .ifPresent(
            outputs ->
                outputs
                    .keys()
                    .forEach(
                        output ->
                            emitted.put(
                                output,
                                outputs.list(output).stream()
                                    .map(row -> plain(row.block("a row")))
                                    .toList())));
    return emitted;
  }

  private static Map<String, @Nullable Object> plain(Block block) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    block.keys().forEach(key -> values.put(key, plain(block.value(key))));
    return values;
  }

  /** What is expected is compared as text, so that {@code 12} is the double 12.0 too. */
  private static @Nullable Object plain(Value value) {
    return value.kind() == Value.Kind.NULL ? null : value.text();
  }

  /** A value as expressions see it; null for null. */
  static @Nullable Object typed(Value value, DataType type) {
    if (value.kind() == Value.Kind.NULL) {
      return null;
    }
    if (type instanceof ListOf list) {
      List<Object> items = new ArrayList<>();
      for (Value item : value.list()) {
        Object typed = typed(item, list.element());
        if (typed == null) {
          throw item.refused("a list that rules read holds no nulls");
        }
        items.add(typed);
      }
      return items;
    }
    return switch (Kind.of(type).orElseThrow()) {
      case BOOL -> value.bool();
      case INT -> value.wholeNumber();
      case UINT -> value.checked(() -> unsigned(value.text()));
      case DOUBLE -> value.number();
      case STRING -> value.text();
      case TIMESTAMP -> value.checked(() -> RulesReader.moment(value.text()));
    };
  }

  private static UnsignedLong unsigned(String text) {
    try {
      return UnsignedLong.valueOf(text);
    } catch (NumberFormatException e) {
      throw OptimaException.invalid("'%s' is not a number of uint64", text);
    }
  }
}
