package io.optima.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.optima.model.DigestAlgorithm;
import io.optima.model.stream.StreamRecord;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Digests of records: the leaves of their partition's tree. For one thread. */
public final class RecordDigest {
  private final MessageDigest digest;
  private final byte[] number = new byte[Long.BYTES];

  public RecordDigest(DigestAlgorithm algorithm) {
    digest = MessageDigests.of(algorithm);
  }

  /** The record's digest as {@code docs/spec/identity.md} has it. */
  public byte[] of(StreamRecord record) {
    Tag.RECORD.start(digest);
    Bits.LONG.set(number, 0, record.timestamp());
    digest.update(number);
    field(record.key());
    field(record.value());
    u32(record.headers().size());
    for (StreamRecord.Header header : record.headers()) {
      bytes(header.name().getBytes(UTF_8));
      field(header.value());
    }
    return digest.digest();
  }

  /** What stands in the tree where there is no record, see {@link Peaks#absent}. */
  public byte[] absent() {
    Tag.ABSENT.start(digest);
    return digest.digest();
  }

  private void field(byte @Nullable [] bytes) {
    digest.update((byte) (bytes == null ? 0 : 1));
    if (bytes != null) {
      bytes(bytes);
    }
  }

  private void bytes(byte[] bytes) {
    u32(bytes.length);
    digest.update(bytes);
  }

  private void u32(int value) {
    Bits.INT.set(number, 0, value);
    digest.update(number, 0, Integer.BYTES);
  }
}
