package io.optima.query.secure;

import io.optima.model.ChunkDigest;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Version;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.SealedManifest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stream at a moment, as if it were a version of a table.
 *
 * @param lanes the partitions in their order
 * @param tails names of the files of records that were not sealed
 */
record StreamMoment(Version version, Manifest manifest, List<Lane> lanes, List<ChunkDigest> tails) {
  /**
   * A partition.
   *
   * @param address of the manifest of what is sealed; null for nothing
   * @param end offset behind the last record
   */
  record Lane(
      PartitionRef partition,
      @Nullable ChunkDigest address,
      @Nullable SealedManifest sealed,
      long end) {
    /** What tells it from itself at another moment. */
    List<?> state() {
      return List.of(partition, Optional.ofNullable(address), end);
    }

    long begin() {
      return sealed == null ? 0 : sealed.begin();
    }

    long sealedEnd() {
      return sealed == null ? 0 : sealed.end();
    }
  }
}
