package io.optima.log;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The journal's state in one of two files that are overwritten in turns, so that one of them is
 * always whole.
 *
 * @param segments that recovery has to find
 */
record Checkpoint(JournalState state, List<Listed> segments) {
  /** A segment and where its frames end. */
  record Listed(int sequence, int end, long salt) {}

  /** The files, by even and odd generation. */
  static final List<String> SLOTS = List.of("checkpoint-a", "checkpoint-b");

  private static final long MAGIC = 0x31504B434A54504FL;
  private static final int HEADER_BYTES = 16;
  private static final int FIXED_BYTES = 8 + 16 + 4 + 4 + 4 + 4;
  private static final int LISTED_BYTES = 16;
  private static final int PARTITION_BYTES = 16 + 4 + 8 + 8 + 8 + 4;
  private static final int ENTRY_BYTES = 16;

  static String slot(long generation) {
    return SLOTS.get((int) (generation % 2));
  }

  /** Everything in the state has to be durable. */
  static ByteBuffer encode(JournalState state, long generation, Collection<Segment> segments) {
    ByteBuffer bytes = ByteBuffer.allocate(size(state, segments)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(HEADER_BYTES);
    bytes.putLong(generation);
    put(bytes, state.journal());
    bytes.putInt(state.sequence()).putInt(state.end());
    bytes.putInt(segments.size());
    for (Segment segment : segments) {
      bytes.putInt(segment.sequence()).putInt(segment.end()).putLong(segment.salt());
    }
    bytes.putInt(state.partitions().size());
    state.partitions().forEach((id, partition) -> put(bytes, id, partition));
    bytes.flip();
    bytes.putLong(0, MAGIC).putInt(8, bytes.limit() - HEADER_BYTES).putInt(12, checksum(bytes));
    return bytes;
  }

  private static int size(JournalState state, Collection<Segment> segments) {
    int[] size = {HEADER_BYTES + FIXED_BYTES + LISTED_BYTES * segments.size()};
    for (Partition partition : state.partitions().values()) {
      partition.withIndex(index -> size[0] += PARTITION_BYTES + ENTRY_BYTES * index.size());
    }
    return size[0];
  }

  private static void put(ByteBuffer bytes, PartitionId id, Partition partition) {
    put(bytes, id.stream());
    PartitionOffsets offsets = partition.offsets();
    bytes.putInt(id.number()).putLong(offsets.epoch());
    bytes.putLong(offsets.begin()).putLong(partition.next());
    partition.withIndex(
        index -> {
          bytes.putInt(index.size());
          for (int entry = 0; entry < index.size(); entry++) {
            bytes.putLong(index.offset(entry)).putLong(index.address(entry));
          }
        });
  }

  /** Null when the bytes are no whole checkpoint. */
  static @Nullable Checkpoint decode(ByteBuffer bytes) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.limit() < HEADER_BYTES + FIXED_BYTES || bytes.getLong(0) != MAGIC) {
      return null;
    }
    int body = bytes.getInt(8);
    if (body < FIXED_BYTES || body > bytes.limit() - HEADER_BYTES) {
      return null;
    }
    bytes.limit(HEADER_BYTES + body);
    if (bytes.getInt(12) != checksum(bytes)) {
      return null;
    }
    try {
      return parse(bytes.position(HEADER_BYTES));
    } catch (BufferUnderflowException e) {
      return null;
    }
  }

  private static Checkpoint parse(ByteBuffer bytes) {
    long generation = bytes.getLong();
    JournalState state = new JournalState(uuid(bytes));
    state.generation(generation);
    state.tail(bytes.getInt(), bytes.getInt());
    List<Listed> segments = new ArrayList<>();
    for (int rest = bytes.getInt(); rest > 0; rest--) {
      segments.add(new Listed(bytes.getInt(), bytes.getInt(), bytes.getLong()));
    }
    for (int rest = bytes.getInt(); rest > 0; rest--) {
      Map.Entry<PartitionId, Partition> partition = partition(bytes);
      state.partitions().put(partition.getKey(), partition.getValue());
    }
    return new Checkpoint(state, segments);
  }

  private static Map.Entry<PartitionId, Partition> partition(ByteBuffer bytes) {
    PartitionId id = new PartitionId(uuid(bytes), bytes.getInt());
    Partition partition = new Partition();
    partition.restore(bytes.getLong(), bytes.getLong(), bytes.getLong());
    for (int rest = bytes.getInt(); rest > 0; rest--) {
      partition.index(bytes.getLong(), bytes.getLong());
    }
    return Map.entry(id, partition);
  }

  private static void put(ByteBuffer bytes, UUID uuid) {
    bytes.putLong(Long.reverseBytes(uuid.getMostSignificantBits()));
    bytes.putLong(Long.reverseBytes(uuid.getLeastSignificantBits()));
  }

  private static UUID uuid(ByteBuffer bytes) {
    return new UUID(Long.reverseBytes(bytes.getLong()), Long.reverseBytes(bytes.getLong()));
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(HEADER_BYTES, bytes.limit() - HEADER_BYTES));
    return (int) crc.getValue();
  }
}
