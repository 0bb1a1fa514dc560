package io.optima.log;

import io.optima.log.Command.Append;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Frames that are written and synced together, at one place of one segment. {@link #write}, {@link
 * #force}, {@link JournalCore#commit}, {@link #acknowledgeSynced}.
 */
final class Group {
  private record Sequenced(Append append, long firstOffset) {
    ObjectFormat.Entry mirror() {
      return new ObjectFormat.Entry(
          append.partition(),
          append.epoch(),
          firstOffset,
          append.records(),
          append.head(),
          append.payload());
    }

    Acknowledgement acknowledgement() {
      long last = firstOffset + append.records() - 1;
      return new Acknowledgement(firstOffset, last, append.digest(), append.durability());
    }
  }

  /** Records of a partition that nobody sees before they are in the object store. */
  private record Hidden(long life, long end) {}

  private final Segment segment;
  private final int start;
  private final ByteBuffer frames;
  private final List<Sequenced> appends = new ArrayList<>();
  private final List<CompletableFuture<Void>> controls = new ArrayList<>();
  private final List<Runnable> woken = new ArrayList<>();
  private final List<Partition> touched = new ArrayList<>();
  private final Map<Partition, Hidden> hidden = new HashMap<>();
  private boolean releases;

  Group(Segment segment, int start, ByteBuffer frames) {
    this.segment = segment;
    this.start = start;
    this.frames = frames;
  }

  Segment segment() {
    return segment;
  }

  int start() {
    return start;
  }

  /** Where the next frame goes. */
  int end() {
    return start + frames.position();
  }

  boolean isEmpty() {
    return frames.position() == 0;
  }

  boolean fits(int frameBytes) {
    return frameBytes <= frames.remaining();
  }

  /** Adds the frame and has the partition know it. */
  void add(FrameHeader header, ByteBuffer head, ByteBuffer payload, Partition partition) {
    partition.apply(header, Segment.address(segment.sequence(), end()));
    if (partition.touch()) {
      touched.add(partition);
    }
    releases |= header.kind() == FrameKind.RELEASE || header.kind() == FrameKind.BEGIN;
    header.encode(head, payload, segment.salt(), end(), frames);
  }

  void opened(FrameHeader header) {
    header.encode(ByteBuffer.allocate(0), segment.salt(), end(), frames);
  }

  void waits(Append append, long firstOffset, Partition partition) {
    appends.add(new Sequenced(append, firstOffset));
    if (append.durability() == Durability.OBJECT) {
      Hidden before = hidden.get(partition);
      long life = before == null ? partition.hide() : before.life();
      hidden.put(partition, new Hidden(life, firstOffset + append.records()));
    }
  }

  void waits(CompletableFuture<Void> control) {
    controls.add(control);
  }

  void write() throws IOException {
    segment.file().write(start, bytes());
  }

  void force() throws IOException {
    segment.file().force();
  }

  /** The frames; valid until the next group is formed. */
  ByteBuffer bytes() {
    return frames.duplicate().flip().asReadOnlyBuffer();
  }

  int size() {
    return frames.position();
  }

  boolean hasReleases() {
    return releases;
  }

  boolean asksFor(Durability durability) {
    return appends.stream().anyMatch(one -> one.append.durability() == durability);
  }

  /** What was written is durable: readers see it. */
  void settle() {
    touched.forEach(partition -> woken.addAll(partition.settle()));
  }

  /** Answers the appends that asked for this durability. */
  void acknowledge(Durability reached) {
    for (Sequenced one : appends) {
      if (one.append.durability() == reached) {
        one.append.answer().complete(one.acknowledgement());
      }
    }
  }

  /** Answers what asked for this disk, and those who wait for records. */
  void acknowledgeSynced() {
    acknowledge(Durability.FSYNC);
    controls.forEach(control -> control.complete(null));
    woken.forEach(Runnable::run);
  }

  /** Batches for the object store. */
  List<ObjectFormat.Entry> mirrors() {
    return appends.stream()
        .filter(one -> one.append.durability() == Durability.OBJECT)
        .map(Sequenced::mirror)
        .toList();
  }

  /** Adds where their records end. */
  void mirrorEnds(Map<Partition, Long> ends) {
    hidden.forEach((partition, last) -> ends.merge(partition, last.end(), Math::max));
  }

  /** They are in the object store: readers see them, and whoever appended them is told. */
  void mirrored() {
    hidden.forEach(
        (partition, last) -> partition.show(last.life(), last.end()).forEach(Runnable::run));
    acknowledge(Durability.OBJECT);
  }

  void refuseObject(OptimaException why) {
    appends.stream()
        .map(Sequenced::append)
        .filter(append -> append.durability() == Durability.OBJECT)
        .forEach(append -> append.refuse(why));
  }

  void refuse(OptimaException why) {
    appends.forEach(one -> one.append.refuse(why));
    controls.forEach(control -> control.completeExceptionally(why));
  }
}
