package io.optima.query.stream;

import io.optima.identity.PartitionIdentity;
import io.optima.identity.Peaks;
import io.optima.model.ContentId;
import java.util.List;
import java.util.UUID;

/**
 * What has to be known beside some records of a partition to compute its id.
 *
 * @param before peaks of all records before them
 * @param behind peaks of all sealed records behind them
 */
public record RecordProof(Peaks before, Peaks behind) {
  /**
   * The partition's id if these are its records there, to be compared with one that is trusted.
   *
   * @param records their digests
   */
  public ContentId id(UUID stream, int partition, List<byte[]> records) {
    return PartitionIdentity.with(stream, partition, before, records, behind);
  }
}
