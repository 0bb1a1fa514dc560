package io.optima.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The first 64 bytes of a segment file.
 *
 * @param sequence of the segment in its journal, from 1
 * @param salt random number in every frame's checksum: bytes of another life of the file, or of a
 *     payload that looks like a frame, are no frames of this segment
 */
record SegmentHeader(UUID journal, int sequence, long salt) {
  static final int BYTES = 64;

  private static final long MAGIC = 0x314745534A54504FL;
  private static final int FORMAT = 1;
  private static final int CHECKSUM_AT = 60;

  ByteBuffer encode() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(MAGIC).putInt(FORMAT).putInt(sequence);
    bytes.order(ByteOrder.BIG_ENDIAN);
    bytes.putLong(journal.getMostSignificantBits()).putLong(journal.getLeastSignificantBits());
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(salt).putInt(CHECKSUM_AT, checksum(bytes));
    return bytes.rewind();
  }

  /** Null when these are not the first bytes of a segment. */
  static @Nullable SegmentHeader decode(ByteBuffer bytes) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.getLong(0) != MAGIC
        || bytes.getInt(8) != FORMAT
        || bytes.getInt(CHECKSUM_AT) != checksum(bytes)) {
      return null;
    }
    long high = Long.reverseBytes(bytes.getLong(16));
    long low = Long.reverseBytes(bytes.getLong(24));
    return new SegmentHeader(new UUID(high, low), bytes.getInt(12), bytes.getLong(32));
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(0, CHECKSUM_AT));
    return (int) crc.getValue();
  }
}
