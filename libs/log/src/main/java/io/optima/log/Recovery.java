package io.optima.log;

import io.optima.log.Checkpoint.Listed;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what the journal held when it stopped, however it stopped. The end is where the first frame
 * is not intact; that is a torn tail, and cut, unless something behind proves that this frame was
 * durable once: then it is damage, and nothing opens. A cut segment is never written again, so that
 * what lies behind the cut stays meaningless, and finding the end again finds the same.
 */
final class Recovery {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);
  private static final int WINDOW_BYTES = 1 << 20;

  private final JournalFiles files;
  private final RandomGenerator random;

  /** Segments after the checkpoint's. */
  private final NavigableMap<Integer, Segment> later = new TreeMap<>();

  private Recovery(JournalFiles files, RandomGenerator random) {
    this.files = files;
    this.random = random;
  }

  /**
   * @throws OptimaException CORRUPT naming file, position and, where it is known, partition and
   *     offset
   */
  static JournalState recover(JournalFiles files, RandomGenerator random) throws IOException {
    return new Recovery(files, random).run();
  }

  private JournalState run() throws IOException {
    Checkpoint checkpoint = checkpoint();
    if (checkpoint == null) {
      return begin();
    }
    JournalState state = checkpoint.state();
    openSegments(checkpoint);
    replay(state);
    state.partitions().values().forEach(Partition::settle);
    return state;
  }

  private JournalState begin() throws IOException {
    for (String name : files.list()) {
      if (name.endsWith(Segment.SUFFIX)) {
        throw Damage.of(files.place(), "checkpoint", "is missing or unreadable in both its files");
      }
    }
    JournalState state = new JournalState(new UUID(random.nextLong(), random.nextLong()));
    Checkpoints.first(files, state);
    return state;
  }

  private @Nullable Checkpoint checkpoint() throws IOException {
    Checkpoint newest = null;
    List<String> names = files.list();
    for (String slot : Checkpoint.SLOTS) {
      Checkpoint found = names.contains(slot) ? readCheckpoint(slot) : null;
      if (found != null
          && (newest == null || found.state().generation() > newest.state().generation())) {
        newest = found;
      }
    }
    if (newest != null) {
      try (JournalFile file = files.open(Checkpoint.slot(newest.state().generation()))) {
        harden(file, 0, Math.toIntExact(file.size()));
      }
      files.syncDirectory();
    }
    return newest;
  }

  private @Nullable Checkpoint readCheckpoint(String slot) throws IOException {
    try (JournalFile file = files.open(slot)) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
      file.read(0, bytes);
      return Checkpoint.decode(bytes.flip());
    }
  }

  private void openSegments(Checkpoint checkpoint) throws IOException {
    JournalState state = checkpoint.state();
    List<String> names = files.list();
    for (Listed listed : checkpoint.segments()) {
      Segment segment = open(state, listed.sequence(), listed.end(), names);
      if (segment.salt() != listed.salt()) {
        throw Damage.of(files.place(), segment.name(), "is not the file the checkpoint names");
      }
      state.segments().put(listed.sequence(), segment);
    }
    for (String name : names) {
      if (name.endsWith(SegmentSupply.UNFINISHED)) {
        files.delete(name);
      } else if (name.endsWith(Segment.SUFFIX)) {
        sort(state, Integer.parseUnsignedInt(name, 0, 8, 16), names);
      }
    }
  }

  /** Takes in a segment that is newer than the checkpoint, and deletes what that one gave up. */
  private void sort(JournalState state, int sequence, List<String> names) throws IOException {
    if (sequence > state.sequence()) {
      later.put(sequence, open(state, sequence, SegmentHeader.BYTES, names));
    } else if (!state.segments().containsKey(sequence)) {
      files.delete(Segment.name(sequence));
    }
  }

  private Segment open(JournalState state, int sequence, int end, List<String> names)
      throws IOException {
    String name = Segment.name(sequence);
    if (!names.contains(name)) {
      throw Damage.of(files.place(), name, "is missing");
    }
    JournalFile file = files.open(name);
    ByteBuffer bytes = ByteBuffer.allocate(SegmentHeader.BYTES);
    file.read(0, bytes);
    SegmentHeader header = bytes.hasRemaining() ? null : SegmentHeader.decode(bytes.flip());
    if (header == null
        || header.sequence() != sequence
        || !header.journal().equals(state.journal())) {
      throw Damage.of(files.place(), name, "has no header of this journal");
    }
    return new Segment(header, file, Math.toIntExact(file.size()), end);
  }

  private void replay(JournalState state) throws IOException {
    Segment current = state.segments().get(state.sequence());
    int lastGroup = current == null ? 0 : replay(state, current, state.end());
    while (true) {
      Segment next = later.remove(state.sequence() + 1);
      FrameHeader opened = next == null ? null : opened(next);
      if (next == null || opened == null) {
        end(current, next);
        break;
      }
      if (opened.epoch() != state.sequence() || opened.offset() != state.end()) {
        throw damaged(current == null ? next : current, state.end(), "records were lost here");
      }
      current = next;
      state.segments().put(next.sequence(), next);
      lastGroup = replay(state, next, SegmentHeader.BYTES + opened.frameBytes());
      lastGroup = Math.max(lastGroup, SegmentHeader.BYTES);
    }
    if (current != null && lastGroup > 0) {
      harden(current.file(), lastGroup, current.end());
      log.info("journal {} ends at byte {} of {}", files.place(), current.end(), current.name());
    }
  }

  private static @Nullable FrameHeader opened(Segment segment) throws IOException {
    FrameHeader frame = new FrameReader(segment, FrameHeader.BYTES).frame(SegmentHeader.BYTES);
    return frame != null && frame.kind() == FrameKind.OPENED ? frame : null;
  }

  /** Applies frames up to the first that is not intact; where the last group began, 0 for none. */
  private int replay(JournalState state, Segment segment, int from) throws IOException {
    FrameReader reader = new FrameReader(segment, WINDOW_BYTES);
    int position = from;
    int lastGroup = 0;
    for (FrameHeader frame = reader.frame(position);
        frame != null;
        frame = reader.frame(position)) {
      Partition partition = state.partition(frame.partition());
      String contradiction = partition.contradiction(frame);
      if (contradiction != null) {
        throw Damage.at(files.place(), segment, position, frame, contradiction);
      }
      partition.apply(frame, Segment.address(segment.sequence(), position));
      lastGroup = frame.groupStart();
      position += frame.frameBytes();
    }
    segment.end(position);
    state.tail(segment.sequence(), position);
    return lastGroup;
  }

  /** Nothing opened after this: a torn tail, unless a frame further on knows better. */
  private void end(@Nullable Segment last, @Nullable Segment unused) throws IOException {
    if (last != null) {
      refuseWitness(last, last.end(), last, last.end());
    }
    if (unused != null) {
      refuseWitness(unused, SegmentHeader.BYTES, last == null ? unused : last, 0);
      unused.file().close();
      files.delete(unused.name());
    }
    if (!later.isEmpty()) {
      String missing = Segment.name(later.firstKey() - 1);
      throw Damage.of(files.place(), missing, "is missing or lost its first frame");
    }
  }

  /** A frame that was written after everything before its group was durable proves damage. */
  private void refuseWitness(Segment segment, int from, Segment blamed, int end)
      throws IOException {
    FrameReader reader = new FrameReader(segment, WINDOW_BYTES);
    int last = segment.fileBytes() - FrameHeader.BYTES;
    for (int position = from; position <= last; position += FrameHeader.ALIGNMENT) {
      FrameHeader frame = reader.header(position);
      if (frame != null && frame.groupStart() > from && reader.intact(frame, position)) {
        String what =
            String.format(
                "no intact frame, though one of partition %s, offset %d follows at byte %d of %s",
                frame.partition(), frame.offset(), position, segment.name());
        throw segment == blamed
            ? damaged(blamed, end, what)
            : damaged(segment, SegmentHeader.BYTES, what);
      }
    }
  }

  private OptimaException damaged(Segment segment, int position, String what) throws IOException {
    FrameHeader claimed = new FrameReader(segment, FrameHeader.BYTES).header(position);
    return Damage.at(files.place(), segment, position, claimed, what);
  }

  /**
   * Writes what was read again and syncs it: an earlier sync may have failed, and the operating
   * system then takes bytes for clean that are only in memory.
   */
  private static void harden(JournalFile file, int from, int to) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(to - from);
    file.read(from, bytes);
    file.write(from, bytes.flip());
    file.force();
  }
}
