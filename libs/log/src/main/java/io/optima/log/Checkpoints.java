package io.optima.log;

import io.optima.log.JournalFiles.NoRoomException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes checkpoints, and retires segments that the last one does not need. */
final class Checkpoints {
  private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);
  private static final int FIRST_BYTES = 64 << 10;

  /** A release frees space after about this time, or when space is wanted. */
  private static final long RELEASE_NANOS = Duration.ofSeconds(5).toNanos();

  private final JournalFiles files;
  private final JournalState state;
  private final long everyBytes;
  private final Consumer<IOException> fatal;
  private long bytes;
  private boolean released;
  private long lastNanos;

  Checkpoints(
      JournalFiles files, JournalState state, long everyBytes, Consumer<IOException> fatal) {
    this.files = files;
    this.state = state;
    this.everyBytes = everyBytes;
    this.fatal = fatal;
  }

  /** The first checkpoint of a new journal, and room for the second: a full disk needs that one. */
  static void first(JournalFiles files, JournalState state) throws IOException {
    try (JournalFile second = files.create(Checkpoint.slot(state.generation() + 1), FIRST_BYTES)) {
      second.force();
    }
    save(files, state.generation(), Checkpoint.encode(state, state.generation(), List.of()));
  }

  void wrote(int groupBytes) {
    bytes += groupBytes;
  }

  void released() {
    released = true;
  }

  boolean hasReleases() {
    return released;
  }

  /** A checkpoint when it is time for one; only while nothing is written that is not durable. */
  @Nullable Chore chore(@Nullable Segment writing, boolean spaceWanted, long nowNanos) {
    boolean due =
        bytes >= everyBytes || (released && (spaceWanted || nowNanos - lastNanos >= RELEASE_NANOS));
    if (!due) {
      return null;
    }
    lastNanos = nowNanos;
    return take(writing);
  }

  Chore take(@Nullable Segment writing) {
    bytes = 0;
    released = false;
    Set<Integer> needed = state.needed();
    List<Segment> kept = new ArrayList<>();
    List<Segment> unneeded = new ArrayList<>();
    for (Segment segment : state.segments().values()) {
      boolean keep = segment == writing || needed.contains(segment.sequence());
      (keep ? kept : unneeded).add(segment);
    }
    long generation = state.generation() + 1;
    return new Save(generation, Checkpoint.encode(state, generation, kept), unneeded);
  }

  private static void save(JournalFiles files, long generation, ByteBuffer bytes)
      throws IOException {
    String slot = Checkpoint.slot(generation);
    boolean exists = files.list().contains(slot);
    try (JournalFile file = exists ? files.open(slot) : files.create(slot, FIRST_BYTES)) {
      file.write(0, bytes);
      file.force();
    }
    if (!exists) {
      files.syncDirectory();
    }
  }

  private final class Save implements Chore {
    private final long generation;
    private final ByteBuffer encoded;
    private final List<Segment> unneeded;

    Save(long generation, ByteBuffer encoded, List<Segment> unneeded) {
      this.generation = generation;
      this.encoded = encoded;
      this.unneeded = unneeded;
    }

    @Override
    public void run() throws IOException {
      save(files, generation, encoded);
      SegmentSupply.retire(files, unneeded);
    }

    @Override
    public void settle(@Nullable IOException failure) {
      if (failure instanceof NoRoomException) {
        // the other slot still holds; nothing was acknowledged on the strength of this one
        released = true;
        log.warn("journal {}: no room for a checkpoint, which is tried again", files.place());
      } else if (failure != null) {
        fatal.accept(failure);
      } else {
        state.generation(generation);
        unneeded.forEach(this::forget);
      }
    }

    private void forget(Segment segment) {
      state.segments().remove(segment.sequence());
      try {
        segment.file().close();
      } catch (IOException e) {
        log.warn("closing deleted segment {}: {}", segment.name(), e.getMessage());
      }
    }
  }
}
