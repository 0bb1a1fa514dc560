package io.optima.dataset;

import io.optima.model.dataset.LogEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Which of the last entries answered which idempotency key. Not safe for threads. */
final class RecentKeys {
  /** How many entries back a repeated key is recognised. */
  static final int LIMIT = 256;

  private final SequencedMap<String, Long> sequences = new LinkedHashMap<>();

  /** The keys of consecutive entries, of which {@code last} is the last. */
  RecentKeys(long last, List<String> keys) {
    long sequence = last - keys.size();
    for (String key : keys) {
      sequences.put(key, ++sequence);
    }
  }

  Optional<Long> sequence(String key) {
    return Optional.ofNullable(sequences.get(key));
  }

  void remember(LogEntry entry) {
    sequences.put(entry.key(), entry.sequence());
    if (sequences.size() > LIMIT) {
      sequences.pollFirstEntry();
    }
  }

  /** In the order of their entries. */
  List<String> asList() {
    return List.copyOf(sequences.keySet());
  }
}
