package io.optima.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The 64 bytes before a frame's payload; {@code docs/spec/journal.md} has the layout.
 *
 * @param epoch of the partition; in an OPENED frame the segment before, 0 for none
 * @param offset of the first record, or the one a control frame speaks of; in an OPENED frame where
 *     the segment before ended
 * @param groupStart where in the segment the group begins that the frame was synced with:
 *     everything before was durable when the frame was written
 */
record FrameHeader(
    FrameKind kind,
    PartitionId partition,
    int records,
    long epoch,
    long offset,
    int groupStart,
    int payloadBytes) {
  static final int BYTES = 64;

  /** Frames begin at multiples of this. */
  static final int ALIGNMENT = 8;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int MAGIC = 0x31464A4F;
  private static final int CHECKSUM_AT = 8;
  private static final PartitionId NONE = new PartitionId(new UUID(0, 0), 0);

  static FrameHeader opened(int segmentBefore, int end) {
    return new FrameHeader(FrameKind.OPENED, NONE, 0, segmentBefore, end, SegmentHeader.BYTES, 0);
  }

  int frameBytes() {
    return frameBytes(payloadBytes);
  }

  static int frameBytes(int payloadBytes) {
    return Math.ceilDiv(BYTES + payloadBytes, ALIGNMENT) * ALIGNMENT;
  }

  long lastOffset() {
    return offset + records - 1;
  }

  /**
   * Appends the whole frame to the buffer.
   *
   * @param salt of the segment
   * @param position of the frame in the segment
   */
  void encode(ByteBuffer payload, long salt, int position, ByteBuffer into) {
    encode(payload, NOTHING, salt, position, into);
  }

  /** The same for a payload that comes in two pieces. */
  void encode(ByteBuffer head, ByteBuffer rest, long salt, int position, ByteBuffer into) {
    int at = into.position();
    into.order(ByteOrder.LITTLE_ENDIAN)
        .putInt(MAGIC)
        .putInt(payloadBytes)
        .putInt(0)
        .putInt(kind.code());
    into.order(ByteOrder.BIG_ENDIAN)
        .putLong(partition.stream().getMostSignificantBits())
        .putLong(partition.stream().getLeastSignificantBits());
    into.order(ByteOrder.LITTLE_ENDIAN)
        .putInt(partition.number())
        .putInt(records)
        .putLong(epoch)
        .putLong(offset)
        .putInt(groupStart)
        .putInt(0)
        .put(head.duplicate())
        .put(rest.duplicate());
    while (into.position() < at + frameBytes()) {
      into.put((byte) 0);
    }
    into.putInt(at + CHECKSUM_AT, checksum(into, at, payloadBytes, salt, position));
  }

  /** The header at an index of the buffer, unverified; null when no frame looks like that. */
  static @Nullable FrameHeader decode(ByteBuffer bytes, int at) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    int payloadBytes = bytes.getInt(at + 4);
    FrameKind kind = FrameKind.of(bytes.get(at + 12));
    int number = bytes.getInt(at + 32);
    if (bytes.getInt(at) != MAGIC || payloadBytes < 0 || kind == null || number < 0) {
      return null;
    }
    long high = Long.reverseBytes(bytes.getLong(at + 16));
    long low = Long.reverseBytes(bytes.getLong(at + 24));
    return new FrameHeader(
        kind,
        new PartitionId(new UUID(high, low), number),
        bytes.getInt(at + 36),
        bytes.getLong(at + 40),
        bytes.getLong(at + 48),
        bytes.getInt(at + 56),
        payloadBytes);
  }

  /** Whether the buffer holds this frame, whole, at the index. */
  boolean intact(ByteBuffer bytes, int at, long salt, int position) {
    return bytes.order(ByteOrder.LITTLE_ENDIAN).getInt(at + CHECKSUM_AT)
        == checksum(bytes, at, payloadBytes, salt, position);
  }

  /** Bytes that were another segment's, or stood elsewhere in this one, never have it. */
  private static int checksum(ByteBuffer bytes, int at, int payloadBytes, long salt, int position) {
    CRC32C crc = new CRC32C();
    ByteBuffer seed = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    crc.update(seed.putLong(salt).putInt(position).flip());
    crc.update(bytes.slice(at, CHECKSUM_AT));
    crc.update(bytes.slice(at + CHECKSUM_AT + 4, BYTES - CHECKSUM_AT - 4 + payloadBytes));
    return (int) crc.getValue();
  }
}
