package io.optima.lineage;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Events of others that are kept as long as the test runs. */
public final class ArchiveInMemory implements Archive {
  private final Map<String, Sent> events = new TreeMap<>();

  @Override
  public synchronized void keep(String key, Sent sent) {
    events.putIfAbsent(key, sent);
  }

  @Override
  public synchronized Stream<String> keys() {
    return events.keySet().stream().toList().stream();
  }

  @Override
  public synchronized Optional<Sent> event(String key) {
    return Optional.ofNullable(events.get(key));
  }
}
