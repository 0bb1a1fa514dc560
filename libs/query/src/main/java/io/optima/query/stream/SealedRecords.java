package io.optima.query.stream;

import io.optima.identity.Peaks;
import io.optima.identity.RecordDigest;
import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.schema.TableSchema;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.SealedManifest.SealedChunk;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.format.ChunkRows;
import io.optima.query.format.OpenRows;
import io.optima.store.ChunkStore;
import io.optima.store.PinnedFile;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.TimeStampVector;

/** Reads sealed records back. For any number of threads. */
public final class SealedRecords {
  private static final TableSchema TIMES =
      new TableSchema(
          List.of(
              RecordColumns.RECORDS.field(RecordColumns.OFFSET).orElseThrow(),
              RecordColumns.RECORDS.field(RecordColumns.TIMESTAMP).orElseThrow()));

  private final DuckDb duckDb;
  private final ChunkStore chunks;
  private final BufferAllocator allocator;

  /**
   * @param duckDb reads the chunks; stays the caller's
   */
  public SealedRecords(DuckDb duckDb, ChunkStore chunks, BufferAllocator allocator) {
    this.duckDb = duckDb;
    this.chunks = chunks;
    this.allocator = allocator;
  }

  /**
   * The records of a partition that are sealed, from an offset on. Needs memory for some megabytes
   * of records, or for the largest.
   *
   * @param offset of the first one wanted; none come when it is behind the last
   * @throws OptimaException INVALID_ARGUMENT when the records from there on were dropped
   */
  public SealedBatches read(SealedManifest manifest, long offset) {
    if (offset < manifest.begin()) {
      throw OptimaException.invalid(
          "offset %d of partition %d was dropped: records begin at %d",
          offset, manifest.partition(), manifest.begin());
    }
    List<SealedChunk> from =
        manifest.chunks().stream().filter(chunk -> chunk.end() > offset).toList();
    return new SealedBatches(stored(from, offset), offset);
  }

  StoredRecords stored(List<SealedChunk> neighbours, long offset) {
    return new StoredRecords(duckDb, chunks, neighbours, offset, allocator);
  }

  /**
   * Offset of the first sealed record of that time or a later one; empty when there is none.
   *
   * @param timestamp microseconds since the epoch
   */
  public OptionalLong firstAt(SealedManifest manifest, long timestamp) {
    Instant time = Instant.EPOCH.plus(timestamp, ChronoUnit.MICROS);
    return manifest.chunks().stream()
        .filter(chunk -> !chunk.latest().isBefore(time))
        .limit(1)
        .mapToLong(
            chunk ->
                chunk.earliest().isBefore(time) ? firstWithin(chunk, timestamp) : chunk.first())
        .findFirst();
  }

  private long firstWithin(SealedChunk chunk, long timestamp) {
    try (PinnedFile file = chunks.local(chunk.digest());
        OpenRows rows = ChunkRows.open(duckDb, file.path(), TIMES, allocator)) {
      while (rows.reader().loadNextBatch()) {
        var batch = rows.reader().getVectorSchemaRoot();
        TimeStampVector times = (TimeStampVector) batch.getVector(RecordColumns.TIMESTAMP);
        for (int row = 0; row < batch.getRowCount(); row++) {
          if (times.get(row) >= timestamp) {
            return ((BigIntVector) batch.getVector(RecordColumns.OFFSET)).get(row);
          }
        }
      }
    } catch (IOException | SQLException e) {
      throw new OptimaException(
          ErrorCode.INTERNAL, "chunk " + chunk.digest() + " could not be read", e);
    }
    throw OptimaException.of(
        ErrorCode.CORRUPT, "chunk %s has no record of its latest time", chunk.digest());
  }

  /**
   * Proves records against the id of all that is sealed.
   *
   * @param from offset of the first
   * @param end offset behind the last; what is between and has no record is proven to have none
   * @throws OptimaException INVALID_ARGUMENT when they are not all sealed and kept
   */
  public RecordProof prove(SealedManifest manifest, long from, long end) {
    if (from < manifest.begin() || end < from || end > manifest.end()) {
      throw OptimaException.invalid(
          "records %d to %d of partition %d cannot be proven: there are %d to %d",
          from, end, manifest.partition(), manifest.begin(), manifest.end());
    }
    Peaks before = PeaksText.parse(manifest.dropped());
    Peaks behind = Peaks.none(before.algorithm(), end);
    for (SealedChunk chunk : manifest.chunks()) {
      if (chunk.first() < from) {
        before = before.then(peaks(chunk, before.algorithm(), chunk.first(), from));
      }
      if (chunk.end() > end) {
        behind = behind.then(peaks(chunk, before.algorithm(), end, chunk.end()));
      }
    }
    return new RecordProof(before, behind);
  }

  /**
   * Reads all records of a chunk again.
   *
   * @throws OptimaException CORRUPT naming the chunk when it is missing or damaged, or holds other
   *     records than were sealed
   */
  public void check(SealedChunk chunk) {
    Peaks expected = PeaksText.parse(chunk.peaks());
    if (!read(chunk, expected.algorithm(), chunk.first(), chunk.end()).equals(expected)) {
      throw OptimaException.of(
          ErrorCode.CORRUPT,
          "chunk %s holds other records than %d to %d that were sealed in it",
          chunk.digest(),
          chunk.first(),
          chunk.end() - 1);
    }
  }

  /** Peaks of those records of a range that are in the chunk. */
  private Peaks peaks(SealedChunk chunk, DigestAlgorithm algorithm, long from, long end) {
    long first = Math.max(from, chunk.first());
    long last = Math.min(end, chunk.end());
    if (first == chunk.first() && last == chunk.end()) {
      return PeaksText.parse(chunk.peaks());
    }
    return read(chunk, algorithm, first, last);
  }

  private Peaks read(SealedChunk chunk, DigestAlgorithm algorithm, long first, long last) {
    Peaks peaks = Peaks.none(algorithm, first);
    RecordDigest digest = new RecordDigest(algorithm);
    try (StoredRecords stored = stored(List.of(chunk), first)) {
      while (peaks.end() < last) {
        RecordGroup group = stored.next();
        peaks = peaks.then(Peaks.absent(algorithm, peaks.end(), Math.min(group.first(), last)));
        List<byte[]> digests =
            group.records().stream().limit(last - peaks.end()).map(digest::of).toList();
        peaks = peaks.then(Peaks.of(algorithm, peaks.end(), digests));
      }
    }
    return peaks;
  }
}
