package io.optima.query.stream;

import io.optima.model.ChunkDigest;
import io.optima.model.stream.SealedManifest.SealedChunk;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which neighbouring chunks are worth merging. Chunks of about one size are merged when there are
 * enough, so that a record is written anew only once for each size; and whatever is left of an hour
 * that is over.
 */
final class CompactionPlan {
  private static final int ENOUGH = 8;
  private static final int SIZES = 3;

  private final List<SealedChunk> chunks;
  private final SealSettings settings;
  private final Set<ChunkDigest> left;
  private final long limit;
  private final List<Run> runs = new ArrayList<>();
  private int from;

  /** Chunks of a manifest from one index on, up to another. */
  record Run(int from, int end) {}

  private CompactionPlan(
      List<SealedChunk> chunks, SealSettings settings, Set<ChunkDigest> left, long limit) {
    this.chunks = chunks;
    this.settings = settings;
    this.left = left;
    this.limit = limit;
  }

  /** Runs in their order, each of which becomes about one chunk. */
  static List<Run> of(List<SealedChunk> chunks, SealSettings settings) {
    return of(chunks, settings, Set.of());
  }

  /**
   * @param left chunks that stay as they are
   */
  static List<Run> of(List<SealedChunk> chunks, SealSettings settings, Set<ChunkDigest> left) {
    List<Run> found = List.of();
    for (int size = SIZES; size > 0 && found.isEmpty(); size--) {
      long limit = settings.chunkBytes() / (long) Math.pow(ENOUGH, size);
      found = new CompactionPlan(chunks, settings, left, limit).runs();
    }
    return found;
  }

  private List<Run> runs() {
    for (int at = 0; at < chunks.size(); at++) {
      SealedChunk chunk = chunks.get(at);
      if (chunk.recordBytes() > limit || left.contains(chunk.digest())) {
        end(at, ENOUGH);
        from = at + 1;
      } else if (isFullBefore(at)) {
        end(at, ENOUGH);
      } else if (isHourOver(at)) {
        end(at, 2);
      }
    }
    end(chunks.size(), ENOUGH);
    return runs;
  }

  private void end(int at, int least) {
    if (at - from >= least) {
      runs.add(new Run(from, at));
    }
    from = at;
  }

  private boolean isFullBefore(int at) {
    long bytes = chunks.subList(from, at + 1).stream().mapToLong(SealedChunk::recordBytes).sum();
    return bytes > settings.chunkBytes();
  }

  /** The rule by which a chunk ends where an hour ends. */
  private boolean isHourOver(int at) {
    List<SealedChunk> run = chunks.subList(from, at);
    return run.stream().mapToLong(SealedChunk::records).sum() >= settings.hourRecords()
        && run.stream()
            .map(SealedChunk::latest)
            .allMatch(latest -> hour(chunks.get(at).latest()).isAfter(hour(latest)));
  }

  private static Instant hour(Instant time) {
    return time.truncatedTo(ChronoUnit.HOURS);
  }
}
