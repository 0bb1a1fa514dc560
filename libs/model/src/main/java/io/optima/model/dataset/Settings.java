package io.optima.model.dataset;

import io.optima.model.OptimaException;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What people say about a dataset and who may read it; every commit log entry carries it whole.
 *
 * @param owner principal that may do everything with the dataset
 * @param description free text of at most 10,000 characters
 * @param labels at most 64, keys and values of at most 256 characters
 * @param readers principals that may read; {@code *} is everyone with a token
 */
public record Settings(
    String owner, String description, Map<String, String> labels, Set<String> readers) {
  public Settings {
    if (description.length() > 10_000) {
      throw OptimaException.invalid(
          "the description has %d characters: at most 10000", description.length());
    }
    if (labels.size() > 64) {
      throw OptimaException.invalid("%d labels: at most 64", labels.size());
    }
    labels.forEach(Settings::checkLabel);
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    readers = Collections.unmodifiableSet(new TreeSet<>(readers));
  }

  private static void checkLabel(String key, String value) {
    if (!key.matches("[A-Za-z0-9][A-Za-z0-9._/-]{0,255}")) {
      throw OptimaException.invalid("label '%s' is not allowed: use letters, digits, . _ / -", key);
    }
    if (value.length() > 256) {
      throw OptimaException.invalid("label %s has %d characters: at most 256", key, value.length());
    }
  }
}
