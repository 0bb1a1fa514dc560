package io.optima.rules;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a row.
 *
 * @param fired names of rules, in order
 * @param why for each of them its name and its reason
 * @param failed what CEL said, by the name of the rule that could not be decided
 * @param set values by column: Boolean, Long, UnsignedLong, Double, String, Instant or null
 * @param rejected the reason; null: the row is kept
 */
public record Decision(
    List<String> fired,
    List<String> why,
    Map<String, String> failed,
    Map<String, @Nullable Object> set,
    List<String> tags,
    @Nullable String rejected,
    List<Emitted> emitted) {
  /** A row for another output. */
  public record Emitted(String output, Map<String, @Nullable Object> values) {}
}
