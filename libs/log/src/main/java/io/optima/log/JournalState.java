package io.optima.log;

import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** What the frames written so far add up to. Changed by the writer, looked at by readers. */
final class JournalState {
  private final UUID journal;
  private final Map<PartitionId, Partition> partitions = new ConcurrentHashMap<>();
  private final NavigableMap<Integer, Segment> segments = new ConcurrentSkipListMap<>();
  private long generation;
  private int sequence;
  private int end;

  JournalState(UUID journal) {
    this.journal = journal;
  }

  UUID journal() {
    return journal;
  }

  Map<PartitionId, Partition> partitions() {
    return partitions;
  }

  Partition partition(PartitionId id) {
    return partitions.computeIfAbsent(id, unknown -> new Partition());
  }

  /** Segments that hold what somebody may need, by sequence. */
  NavigableMap<Integer, Segment> segments() {
    return segments;
  }

  /** Number of the last checkpoint. */
  long generation() {
    return generation;
  }

  void generation(long number) {
    generation = number;
  }

  /** The last segment that frames were written to, 0 for none; it may be gone since. */
  int sequence() {
    return sequence;
  }

  /** Where the frames of that segment end. */
  int end() {
    return end;
  }

  void tail(int sequence, int end) {
    this.sequence = sequence;
    this.end = end;
  }

  /** Segments with a record that was not released. */
  Set<Integer> needed() {
    Set<Integer> needed = new HashSet<>();
    for (Partition partition : partitions.values()) {
      partition.withIndex(
          index -> {
            for (int entry = 0; entry < index.size(); entry++) {
              needed.add(Segment.sequence(index.address(entry)));
            }
          });
    }
    return needed;
  }
}
