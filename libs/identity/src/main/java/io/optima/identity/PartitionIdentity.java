package io.optima.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.optima.model.ContentId;
import io.optima.model.DigestAlgorithm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.List;
import java.util.UUID;

/** What a partition of a stream holds at an offset, and how to check that. */
public final class PartitionIdentity {
  private static final byte[] FORM = "optima-partition-1".getBytes(UTF_8);

  private static final byte[] STREAM_FORM = "optima-stream-1".getBytes(UTF_8);

  private PartitionIdentity() {}

  /**
   * The id of a partition's records from the first on.
   *
   * @param records their peaks; they begin at offset 0
   */
  public static ContentId of(UUID stream, int partition, Peaks records) {
    byte[] root = records.root();
    MessageDigest digest = Tag.PARTITION.start(records.algorithm());
    digest.update(FORM);
    ByteBuffer numbers = ByteBuffer.allocate(28);
    numbers.putLong(stream.getMostSignificantBits()).putLong(stream.getLeastSignificantBits());
    numbers.order(ByteOrder.LITTLE_ENDIAN).putInt(partition).putLong(records.end());
    digest.update(numbers.flip());
    return ContentId.of(records.algorithm(), digest.digest(root));
  }

  /**
   * The id that a partition has if these records are in it, at the offset where {@code before}
   * ends: to be compared with an id that is trusted.
   *
   * @param before peaks of all records before them
   * @param records their digests
   * @param behind peaks of all records behind them
   */
  public static ContentId with(
      UUID stream, int partition, Peaks before, List<byte[]> records, Peaks behind) {
    Peaks here = Peaks.of(before.algorithm(), before.end(), records);
    return of(stream, partition, before.then(here).then(behind));
  }

  /**
   * The id of what a stream shows at a moment.
   *
   * @param partitions all of them, in their order
   */
  public static ContentId ofStream(DigestAlgorithm algorithm, UUID stream, List<Shown> partitions) {
    MessageDigest digest = Tag.STREAM.start(algorithm);
    digest.update(STREAM_FORM);
    ByteBuffer head = ByteBuffer.allocate(20);
    head.putLong(stream.getMostSignificantBits()).putLong(stream.getLeastSignificantBits());
    digest.update(head.order(ByteOrder.LITTLE_ENDIAN).putInt(partitions.size()).flip());
    ByteBuffer begin = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (Shown partition : partitions) {
      digest.update(begin.clear().putLong(partition.begin()).flip());
      digest.update(partition.id().bytes());
    }
    return ContentId.of(algorithm, digest.digest());
  }

  /**
   * A partition at a moment.
   *
   * @param begin offset of the first record that is kept
   * @param id of all its records
   */
  public record Shown(long begin, ContentId id) {}
}
