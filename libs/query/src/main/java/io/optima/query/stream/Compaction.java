package io.optima.query.stream;

import io.optima.identity.Peaks;
import io.optima.model.ChunkDigest;
import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.SealedManifest.SealedChunk;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.stream.CompactionPlan.Run;
import io.optima.query.stream.Sealing.Sealed;
import io.optima.store.ChunkStore;
import io.optima.store.PublishSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Merges small chunks. The records, and what proves them, stay the same. A damaged chunk is found
 * once and left alone from then on.
 */
public final class Compaction {
  private final DuckDb duckDb;
  private final SealSettings settings;
  private final ChunkStore chunks;
  private final BufferAllocator allocator;
  private final Set<ChunkDigest> damaged = ConcurrentHashMap.newKeySet();

  /**
   * @param duckDb reads and writes the chunks; stays the caller's
   */
  public Compaction(
      DuckDb duckDb, SealSettings settings, ChunkStore chunks, BufferAllocator allocator) {
    this.duckDb = duckDb;
    this.settings = settings;
    this.chunks = chunks;
    this.allocator = allocator;
  }

  /** Whether there are chunks to merge. Nothing is read. */
  public boolean isWorth(SealedManifest manifest) {
    return !runs(manifest).isEmpty();
  }

  private List<Run> runs(SealedManifest manifest) {
    return CompactionPlan.of(manifest.chunks(), settings, damaged);
  }

  /**
   * The same records in fewer chunks, durable in the chunk store but not committed: one run of
   * neighbours merged, to about the size of one chunk, so that a step takes seconds however much is
   * to be done. Empty when nothing is worth merging. Every record's digest is taken anew, and what
   * does not have the peaks it should is not replaced.
   *
   * @param found told of each chunk that is damaged or holds other records than were sealed, once
   * @throws OptimaException CORRUPT when chunks were damaged when they were merged, but none was
   *     when it was looked at again; UNAVAILABLE
   */
  public Optional<Sealed> compact(
      PublishSession session, SealedManifest manifest, Consumer<OptimaException> found) {
    for (Run run : runs(manifest)) {
      List<SealedChunk> after = new ArrayList<>(manifest.chunks());
      List<SealedChunk> neighbours = after.subList(run.from(), run.end());
      List<SealedChunk> merged = tried(session, manifest, List.copyOf(neighbours), found);
      if (merged.size() < neighbours.size()) {
        neighbours.clear();
        neighbours.addAll(merged);
        return Optional.of(Sealing.put(session, with(manifest, after)));
      }
    }
    return Optional.empty();
  }

  /** The run as it is when one of its chunks cannot be merged. */
  private List<SealedChunk> tried(
      PublishSession session,
      SealedManifest manifest,
      List<SealedChunk> run,
      Consumer<OptimaException> found) {
    try {
      return merged(session, manifest, run);
    } catch (OptimaException e) {
      if (e.code() != ErrorCode.CORRUPT || !leaveDamaged(run, found)) {
        throw e;
      }
      return run;
    }
  }

  /** Whether any chunk of the run is damaged. */
  private boolean leaveDamaged(List<SealedChunk> run, Consumer<OptimaException> found) {
    SealedRecords records = new SealedRecords(duckDb, chunks, allocator);
    int before = damaged.size();
    for (SealedChunk chunk : run) {
      try {
        records.check(chunk);
      } catch (OptimaException e) {
        if (e.code() != ErrorCode.CORRUPT) {
          throw e;
        }
        damaged.add(chunk.digest());
        found.accept(e);
      }
    }
    return damaged.size() > before;
  }

  private List<SealedChunk> merged(
      PublishSession session, SealedManifest manifest, List<SealedChunk> run) {
    long first = run.getFirst().first();
    Peaks expected = peaks(run);
    DigestAlgorithm algorithm = expected.algorithm();
    try (StoredRecords stored = new StoredRecords(duckDb, chunks, run, first, allocator)) {
      ChunkWriter writer = new ChunkWriter(duckDb, settings, allocator);
      RecordCursor records = new RecordCursor(first, stored);
      List<SealedChunk> written =
          Gaps.behind(
              writer.write(
                  session, manifest.partition(), manifest.schema(), algorithm, first, records),
              expected.end());
      if (!peaks(written).equals(expected)) {
        throw OptimaException.of(
            ErrorCode.CORRUPT,
            "chunks of stream %s, partition %d, do not hold the records %d to %d that were sealed",
            manifest.stream(),
            manifest.partition(),
            first,
            expected.end());
      }
      return written;
    }
  }

  private static Peaks peaks(List<SealedChunk> neighbours) {
    return neighbours.stream()
        .map(chunk -> PeaksText.parse(chunk.peaks()))
        .reduce(Peaks::then)
        .orElseThrow();
  }

  private static SealedManifest with(SealedManifest manifest, List<SealedChunk> chunks) {
    return new SealedManifest(
        manifest.format(),
        manifest.stream(),
        manifest.partition(),
        manifest.schema(),
        manifest.begin(),
        manifest.end(),
        manifest.dropped(),
        manifest.peaks(),
        chunks,
        manifest.producers());
  }
}
