package io.optima.dataset.stream;

import java.time.Duration;

/**
 * How a node keeps its partitions.
 *
 * @param idle a partition that nobody used for so long is sealed and given back
 * @param seals that run at the same time
 * @param sliceBytes of the journal after which a seal is committed, and another one goes on
 * @param sliceRecords after which the same
 * @param backlogBytes of a partition in the journal, with which it takes no more batches
 * @param housekeeping a partition's retention and small chunks are looked after so often, and after
 *     each seal
 * @param rounds the retention of partitions that nobody holds is looked after so often
 */
public record NodeSettings(
    Duration idle,
    int seals,
    long sliceBytes,
    long sliceRecords,
    long backlogBytes,
    Duration housekeeping,
    Duration rounds) {
  public static final NodeSettings DEFAULT =
      new NodeSettings(
          Duration.ofMinutes(5),
          2,
          128L << 20,
          4_000_000,
          1L << 30,
          Duration.ofMinutes(1),
          Duration.ofHours(1));
}
