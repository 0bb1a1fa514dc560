package io.optima.testing.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * What clients of a stream sent, were told and read, and whether one stream can have been behind
 * all of it. A record is known by its publisher and number; numbers of a publisher rise in each
 * partition. Safe for any number of threads.
 */
public final class History {
  /** Who sent a record, and which one of his it is. */
  public record Sent(String publisher, long number) {}

  /** Where a record is. */
  public record Place(int partition, long offset) {}

  private final Set<Sent> sent = new HashSet<>();
  private final Map<Sent, Place> told = new HashMap<>();
  private final List<String> findings = new ArrayList<>();
  private final Map<Place, Sent> read = new HashMap<>();

  /** Before the record is given to a client. */
  public synchronized void sends(Sent record) {
    if (!sent.add(record)) {
      throw new IllegalArgumentException(record + " was sent before");
    }
  }

  /** A publisher was told that its record is durable there. */
  public synchronized void told(Sent record, Place place) {
    Place before = told.putIfAbsent(record, place);
    if (before != null && !before.equals(place)) {
      findings.add("%s was told to be at %s and at %s".formatted(record, before, place));
    }
  }

  /** A reader found the record there. */
  public synchronized void reads(Sent record, Place place) {
    if (!sent.contains(record)) {
      findings.add("phantom: nobody sent %s, found at %s".formatted(record, place));
    }
    Sent before = read.putIfAbsent(place, record);
    if (before != null && !before.equals(record)) {
      findings.add("diverging: at %s were %s and %s".formatted(place, before, record));
    }
  }

  /**
   * What is wrong, when everything was read to the end.
   *
   * @param onceOnly whether publishers had a sequence, so that nothing may be there twice
   */
  public synchronized List<String> findings(boolean onceOnly) {
    List<String> all = new ArrayList<>(findings);
    Map<Sent, List<Place>> places = new HashMap<>();
    read.forEach(
        (place, record) -> places.computeIfAbsent(record, each -> new ArrayList<>()).add(place));
    told.forEach(
        (record, place) -> {
          if (!record.equals(read.get(place))) {
            all.add("lost: %s, told to be at %s".formatted(record, place));
          }
        });
    if (onceOnly) {
      places.forEach(
          (record, found) -> {
            if (found.size() > 1) {
              all.add("doubled: %s is at %s".formatted(record, found));
            }
          });
    }
    reordered(all);
    holes(all);
    return all;
  }

  private NavigableMap<Integer, NavigableMap<Long, Sent>> byPartition() {
    NavigableMap<Integer, NavigableMap<Long, Sent>> partitions = new TreeMap<>();
    read.forEach(
        (place, record) ->
            partitions
                .computeIfAbsent(place.partition(), each -> new TreeMap<>())
                .put(place.offset(), record));
    return partitions;
  }

  private void reordered(List<String> all) {
    byPartition()
        .forEach(
            (partition, records) -> {
              Map<String, Long> last = new HashMap<>();
              records.forEach(
                  (offset, record) -> {
                    Long before = last.put(record.publisher(), record.number());
                    if (before != null && before > record.number()) {
                      all.add(
                          "reordered: %s at %d/%d comes behind %d"
                              .formatted(record, partition, offset, before));
                    }
                  });
            });
  }

  private void holes(List<String> all) {
    byPartition()
        .forEach(
            (partition, records) -> {
              if (records.lastKey() - records.firstKey() + 1 != records.size()) {
                all.add(
                    "partition %d has holes: %d records up to offset %d"
                        .formatted(partition, records.size(), records.lastKey()));
              }
            });
  }

  public synchronized long acknowledged() {
    return told.size();
  }
}
