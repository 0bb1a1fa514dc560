package io.optima.rules;

import io.optima.yaml.Place;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A test inside a document: a row, and what has to become of it. What is absent is not looked at.
 *
 * @param at when, for rules with dates of effect
 * @param row values of the declared columns
 * @param set values of columns of the row that comes out
 * @param rejected the reason; empty: the row has to be kept
 * @param emitted rows by output
 */
record Example(
    String name,
    Place place,
    Instant at,
    Map<String, @Nullable Object> row,
    @Nullable List<String> fired,
    @Nullable List<String> failed,
    Map<String, @Nullable Object> set,
    @Nullable List<String> tags,
    @Nullable String rejected,
    Map<String, List<Map<String, @Nullable Object>>> emitted) {}
