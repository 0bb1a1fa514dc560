package io.optima.log;

import io.optima.log.JournalFiles.NoRoomException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the next segment ready, out of one that is not needed any more where there is one. A
 * segment has its name only when it is allocated, headed and synced: a file of that name whose
 * header is bad was damaged, not left unfinished.
 */
final class SegmentSupply {
  static final String UNFINISHED = ".preparing";
  private static final String SPARE = ".spare";
  private static final int SPARES = 4;

  private static final Logger log = LoggerFactory.getLogger(SegmentSupply.class);
  private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

  private final JournalFiles files;
  private final JournalState state;
  private final int segmentBytes;
  private final RandomGenerator random;
  private @Nullable Segment ready;
  private @Nullable String shortage;
  private long triedNanos;

  SegmentSupply(JournalFiles files, JournalState state, int segmentBytes, RandomGenerator random) {
    this.files = files;
    this.state = state;
    this.segmentBytes = segmentBytes;
    this.random = random;
  }

  /** Why there is no next segment, as of the last try; null when none failed. */
  @Nullable String shortage() {
    return shortage;
  }

  /** The next segment, which is the caller's then; null when it is not ready. */
  @Nullable Segment take() {
    Segment taken = ready;
    ready = null;
    return taken;
  }

  /** What makes the next segment, when there is none and it is not too soon to try again. */
  @Nullable Chore chore(long nowNanos) {
    if (ready != null || (shortage != null && nowNanos - triedNanos < RETRY_NANOS)) {
      return null;
    }
    triedNanos = nowNanos;
    return new Prepare(new SegmentHeader(state.journal(), state.sequence() + 1, random.nextLong()));
  }

  /** Keeps some segments that are not needed, allocated as they are, and deletes the others. */
  static void retire(JournalFiles files, Collection<Segment> segments) throws IOException {
    long spares = files.list().stream().filter(name -> name.endsWith(SPARE)).count();
    for (Segment segment : segments) {
      if (spares++ < SPARES) {
        files.rename(segment.name(), segment.name() + SPARE);
      } else {
        files.delete(segment.name());
      }
    }
    if (!segments.isEmpty()) {
      files.syncDirectory();
    }
  }

  private JournalFile allocate(String name) throws IOException {
    for (String spare : files.list()) {
      if (spare.endsWith(SPARE)) {
        files.rename(spare, name);
        JournalFile file = files.open(name);
        if (file.size() == segmentBytes) {
          return file;
        }
        file.close();
        files.delete(name);
      }
    }
    return files.create(name, segmentBytes);
  }

  private final class Prepare implements Chore {
    private final SegmentHeader header;
    private @Nullable Segment made;

    Prepare(SegmentHeader header) {
      this.header = header;
    }

    @Override
    public void run() throws IOException {
      String name = Segment.name(header.sequence());
      try (JournalFile file = allocate(name + UNFINISHED)) {
        file.write(0, header.encode());
        file.force();
      }
      files.rename(name + UNFINISHED, name);
      files.syncDirectory();
      made = new Segment(header, files.open(name), segmentBytes, SegmentHeader.BYTES);
    }

    @Override
    public void settle(@Nullable IOException failure) {
      ready = made;
      if (failure == null) {
        shortage = null;
        return;
      }
      shortage =
          failure instanceof NoRoomException
              ? "the disk is full"
              : "no segment can be made: " + failure.getMessage();
      log.warn("journal {} takes no appends: {}", files.place(), shortage);
    }
  }
}
