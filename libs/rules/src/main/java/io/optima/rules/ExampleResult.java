package io.optima.rules;

import com.google.common.primitives.UnsignedLong;
import io.optima.yaml.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a test inside a document went.
 *
 * @param differences what was expected and what came; empty: it passed
 */
public record ExampleResult(String name, Place place, Decision decision, List<String> differences) {
  public boolean passed() {
    return differences.isEmpty();
  }

  static ExampleResult of(Example example, Rules rules) {
    Decision decision = rules.at(example.at()).decide(example.row());
    List<String> differences = new ArrayList<>();
    compareList("fired", example.fired(), decision.fired(), differences);
    compareList("failed", example.failed(), List.copyOf(decision.failed().keySet()), differences);
    compareList("tags", example.tags(), decision.tags(), differences);
    if (example.rejected() != null) {
      String rejected = Objects.requireNonNullElse(decision.rejected(), "");
      compare("rejected", example.rejected(), rejected, differences);
    }
    Map<String, @Nullable Object> row = new LinkedHashMap<>(example.row());
    row.putAll(decision.set());
    example
        .set()
        .forEach((column, expected) -> compare(column, expected, row.get(column), differences));
    for (Map.Entry<String, List<Map<String, @Nullable Object>>> output :
        example.emitted().entrySet()) {
      emitted(output.getKey(), output.getValue(), decision, differences);
    }
    return new ExampleResult(example.name(), example.place(), decision, differences);
  }

  private static void emitted(
      String output,
      List<Map<String, @Nullable Object>> expected,
      Decision decision,
      List<String> differences) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Decision.Emitted row : decision.emitted()) {
      if (row.output().equals(output)) {
        rows.add(row.values());
      }
    }
    if (rows.size() != expected.size()) {
      compare(output, expected.size() + " rows", rows.size() + " rows", differences);
      return;
    }
    for (int i = 0; i < rows.size(); i++) {
      Map<String, @Nullable Object> came = rows.get(i);
      String place = output + "[" + i + "].";
      expected
          .get(i)
          .forEach((name, value) -> compare(place + name, value, came.get(name), differences));
    }
  }

  private static void compareList(
      String what, @Nullable List<String> expected, List<String> came, List<String> differences) {
    if (expected != null) {
      compare(what, expected, came, differences);
    }
  }

  private static void compare(
      String what, @Nullable Object expected, @Nullable Object came, List<String> differences) {
    if (!same(expected, came)) {
      differences.add("%s: expected %s, came %s".formatted(what, expected, came));
    }
  }

  /** Values in the document are compared as what the rules made: 12 is 12.0 to a double. */
  private static boolean same(@Nullable Object expected, @Nullable Object came) {
    if (!(expected instanceof String text)) {
      return Objects.equals(expected, came);
    }
    try {
      return switch (came) {
        case Double number -> number.equals(Double.valueOf(text));
        case Long number -> number.equals(Long.valueOf(text));
        case UnsignedLong number -> number.equals(UnsignedLong.valueOf(text));
        case java.time.Instant instant -> instant.equals(RulesReader.moment(text));
        case null -> false;
        default -> text.equals(came.toString());
      };
    } catch (NumberFormatException | io.optima.model.OptimaException e) {
      return false;
    }
  }
}
