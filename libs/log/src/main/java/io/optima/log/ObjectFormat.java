package io.optima.log;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Objects of a journal: an index, then payloads, those of a partition next to each other; {@code
 * docs/spec/journal.md} has the layout.
 */
final class ObjectFormat {
  static final int HEAD_BYTES = 16;
  static final int ENTRY_BYTES = 56;

  private static final long MAGIC = 0x314A424F4A54504FL;
  private static final Comparator<Entry> ORDER =
      Comparator.comparing((Entry entry) -> entry.partition().stream())
          .thenComparingInt(entry -> entry.partition().number())
          .thenComparingLong(Entry::offset);

  private ObjectFormat() {}

  /**
   * A batch and its payload in two pieces.
   *
   * @param offset of its first record
   */
  record Entry(
      PartitionId partition,
      long epoch,
      long offset,
      int records,
      ByteBuffer head,
      ByteBuffer payload) {
    int bytes() {
      return head.remaining() + payload.remaining();
    }
  }

  /** Where in an object a batch is. */
  record Place(
      PartitionId partition,
      long epoch,
      long offset,
      int records,
      long position,
      int bytes,
      int checksum) {
    /** Offset behind its last record. */
    long end() {
      return offset + records;
    }
  }

  static ByteBuffer encode(List<Entry> batches) {
    List<Entry> ordered = batches.stream().sorted(ORDER).toList();
    int position = HEAD_BYTES + ordered.size() * ENTRY_BYTES;
    int bytes = position + ordered.stream().mapToInt(Entry::bytes).sum();
    ByteBuffer object = ByteBuffer.allocate(bytes);
    object.order(ByteOrder.LITTLE_ENDIAN).putLong(MAGIC).putInt(ordered.size()).putInt(0);
    for (Entry entry : ordered) {
      put(object, entry, position);
      position += entry.bytes();
    }
    ordered.forEach(entry -> object.put(entry.head().duplicate()).put(entry.payload().duplicate()));
    int index = ordered.size() * ENTRY_BYTES;
    return object.flip().putInt(12, checksum(object.slice(HEAD_BYTES, index)));
  }

  private static void put(ByteBuffer object, Entry entry, long position) {
    UUID stream = entry.partition().stream();
    object
        .order(ByteOrder.BIG_ENDIAN)
        .putLong(stream.getMostSignificantBits())
        .putLong(stream.getLeastSignificantBits())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(entry.partition().number())
        .putInt(entry.records())
        .putLong(entry.epoch())
        .putLong(entry.offset())
        .putLong(position)
        .putInt(entry.bytes())
        .putInt(checksum(entry.head(), entry.payload()));
  }

  static int checksum(ByteBuffer... pieces) {
    CRC32C crc = new CRC32C();
    for (ByteBuffer piece : pieces) {
      crc.update(piece.duplicate());
    }
    return (int) crc.getValue();
  }

  /** Bytes of the index that an object's first bytes announce. */
  static int indexBytes(String name, ByteBuffer object) {
    ByteBuffer head = object.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (head.remaining() < HEAD_BYTES || head.getLong(0) != MAGIC || head.getInt(8) < 0) {
      throw damaged(name, "it does not begin as such an object does");
    }
    return Math.multiplyExact(head.getInt(8), ENTRY_BYTES);
  }

  /**
   * The index.
   *
   * @param object at least its head and the index
   */
  static List<Place> index(String name, ByteBuffer object) {
    int bytes = indexBytes(name, object);
    ByteBuffer head = object.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (head.remaining() < HEAD_BYTES + bytes
        || checksum(head.slice(HEAD_BYTES, bytes)) != head.getInt(12)) {
      throw damaged(name, "its index is not what was written");
    }
    List<Place> places = new ArrayList<>(bytes / ENTRY_BYTES);
    for (int at = HEAD_BYTES; at < HEAD_BYTES + bytes; at += ENTRY_BYTES) {
      places.add(place(head, at));
    }
    return places;
  }

  private static Place place(ByteBuffer bytes, int at) {
    long high = Long.reverseBytes(bytes.getLong(at));
    long low = Long.reverseBytes(bytes.getLong(at + 8));
    return new Place(
        new PartitionId(new UUID(high, low), bytes.getInt(at + 16)),
        bytes.getLong(at + 24),
        bytes.getLong(at + 32),
        bytes.getInt(at + 20),
        bytes.getLong(at + 40),
        bytes.getInt(at + 48),
        bytes.getInt(at + 52));
  }

  /**
   * A batch out of part of its object.
   *
   * @param part null: the object is gone
   * @param from position of the part
   */
  static Batch batch(String name, Place place, @Nullable ByteBuffer part, long from) {
    int at = Math.toIntExact(place.position() - from);
    if (part == null || part.remaining() < at + place.bytes()) {
      throw damaged(name, "it ends before offset " + place.offset() + " of " + place.partition());
    }
    ByteBuffer payload = part.slice(part.position() + at, place.bytes());
    if (checksum(payload) != place.checksum()) {
      throw damaged(name, "offset " + place.offset() + " of " + place.partition());
    }
    return new Batch(place.partition(), place.epoch(), place.offset(), place.records(), payload);
  }

  private static OptimaException damaged(String name, String what) {
    return OptimaException.of(
        ErrorCode.CORRUPT, "journal object %s was damaged: %s cannot be read", name, what);
  }
}
