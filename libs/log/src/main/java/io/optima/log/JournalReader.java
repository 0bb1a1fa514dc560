package io.optima.log;

import io.optima.log.Partition.Stretch;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads durable batches of one partition, while others write and delete. */
final class JournalReader {
  private static final int WINDOW_BYTES = PositionIndex.STRETCH_BYTES + FrameHeader.BYTES;

  private final String place;
  private final JournalState state;
  private final PartitionId id;
  private final Partition partition;
  private final int maxBytes;
  private final List<Batch> found = new ArrayList<>();
  private long offset;
  private long bytes;

  private JournalReader(
      String place, JournalState state, PartitionId id, Partition partition, long offset, int max) {
    this.place = place;
    this.state = state;
    this.id = id;
    this.partition = partition;
    this.offset = offset;
    this.maxBytes = max;
  }

  /** The contract is {@link Journal#read}'s. */
  static List<Batch> read(
      String place, JournalState state, PartitionId id, long offset, int maxBytes) {
    Partition partition = state.partitions().get(id);
    if (partition == null) {
      throw OptimaException.notFound("journal %s holds no partition %s", place, id);
    }
    return new JournalReader(place, state, id, partition, offset, maxBytes).read();
  }

  private List<Batch> read() {
    for (Stretch stretch = partition.locate(offset);
        stretch != null && wantsMore();
        stretch = partition.locate(offset)) {
      if (!read(stretch)) {
        break;
      }
    }
    if (found.isEmpty()) {
      explain();
    }
    return found;
  }

  private boolean wantsMore() {
    return found.isEmpty() || bytes < maxBytes;
  }

  /** False when the stretch was released while it was read. */
  private boolean read(Stretch stretch) {
    try {
      Segment segment = state.segments().get(Segment.sequence(stretch.address()));
      if (segment == null) {
        throw new IOException("segment of offset " + offset + " is gone");
      }
      scan(segment, Segment.position(stretch.address()), stretch.limit());
      return true;
    } catch (ClosedByInterruptException e) {
      throw new OptimaException(ErrorCode.CANCELLED, "reading partition " + id + " was ended", e);
    } catch (IOException e) {
      refuseUnlessReleased(
          new OptimaException(
              ErrorCode.UNAVAILABLE,
              String.format("journal %s: partition %s cannot be read at %d", place, id, offset),
              e));
      return false;
    } catch (OptimaException e) {
      refuseUnlessReleased(e);
      return false;
    }
  }

  private void refuseUnlessReleased(OptimaException failure) {
    if (offset >= partition.offsets().begin()) {
      throw failure;
    }
  }

  private void scan(Segment segment, int start, long limit) throws IOException {
    FrameReader reader = new FrameReader(segment, WINDOW_BYTES);
    int position = start;
    while (offset < limit && wantsMore()) {
      FrameHeader header =
          position - start < PositionIndex.STRETCH_BYTES ? reader.header(position) : null;
      if (header == null) {
        throw damaged(segment, position, null);
      }
      if (isWanted(header)) {
        take(segment, reader, header, position);
      }
      position += header.frameBytes();
    }
  }

  private boolean isWanted(FrameHeader header) {
    return header.kind() == FrameKind.BATCH
        && header.lastOffset() >= offset
        && header.partition().equals(id);
  }

  private void take(Segment segment, FrameReader reader, FrameHeader header, int position)
      throws IOException {
    if (header.offset() > offset || !reader.intact(header, position)) {
      throw damaged(segment, position, header);
    }
    found.add(
        new Batch(
            id,
            header.epoch(),
            header.offset(),
            header.records(),
            reader.payload(header, position)));
    offset = header.lastOffset() + 1;
    bytes += header.payloadBytes();
  }

  private OptimaException damaged(Segment segment, int position, @Nullable FrameHeader claimed) {
    String what = String.format("partition %s, offset %d cannot be read", id, offset);
    return Damage.at(place, segment, position, claimed, what);
  }

  /** Nothing was found: that is right at the end only. */
  private void explain() {
    PartitionOffsets known = partition.offsets();
    if (offset < known.begin()) {
      throw OptimaException.notFound(
          "offset %d of partition %s was released: the journal begins at %d",
          offset, id, known.begin());
    }
    if (offset > known.end()) {
      throw OptimaException.invalid(
          "offset %d of partition %s is beyond its end, %d", offset, id, known.end());
    }
  }
}
