package io.optima.model.stream;

import io.optima.model.ChunkDigest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The content-addressed list of a partition's sealed chunks.
 *
 * @param schema of the values, whose columns the chunks have; null when they are only bytes
 * @param dropped peaks of the records before {@code begin}, as {@code docs/spec/identity.md} has
 *     them, in Base64
 * @param peaks of all records before {@code end}, in the same form
 * @param producers what has to be known of publishers to tell a repeated batch, and of sources to
 *     go on behind the last
 */
public record SealedManifest(
    int format,
    UUID stream,
    int partition,
    @Nullable RecordSchema schema,
    long begin,
    long end,
    String dropped,
    String peaks,
    List<SealedChunk> chunks,
    List<ProducerState> producers) {
  /** Of chunks that have a record at every offset. */
  public static final int FORMAT = 1;

  /** Of chunks that may have offsets without a record; those who know only the other refuse it. */
  public static final int FORMAT_WITH_GAPS = 2;

  public SealedManifest {
    chunks = List.copyOf(chunks);
    producers = List.copyOf(producers);
  }

  /**
   * Consecutive records.
   *
   * @param first offset of its first record, or of those without one before it
   * @param bytes as stored
   * @param recordBytes of its records before they were encoded, about
   * @param earliest timestamp of its records
   * @param latest timestamp of its records
   * @param peaks of its records, in Base64: what remains of them when they are dropped
   * @param absent number of offsets that have no record
   */
  public record SealedChunk(
      ChunkDigest digest,
      long bytes,
      long first,
      long records,
      long recordBytes,
      Instant earliest,
      Instant latest,
      String peaks,
      long absent) {
    /** With a record at every offset. */
    public SealedChunk(
        ChunkDigest digest,
        long bytes,
        long first,
        long records,
        long recordBytes,
        Instant earliest,
        Instant latest,
        String peaks) {
      this(digest, bytes, first, records, recordBytes, earliest, latest, peaks, 0);
    }

    /** Offset behind its last record, and behind those without one that follow it. */
    public long end() {
      return first + records + absent;
    }
  }

  /**
   * A batch of a publisher, one of its last 64; or the last batch of a source.
   *
   * @param first offset of the batch
   * @param sealed when the batch was sealed: what is old may be forgotten
   * @param position of the source behind the batch; null: it is a publisher's
   */
  public record ProducerState(
      UUID producer,
      long sequence,
      long first,
      int records,
      Instant sealed,
      @Nullable String position) {
    /** A batch of a publisher. */
    public ProducerState(UUID producer, long sequence, long first, int records, Instant sealed) {
      this(producer, sequence, first, records, sealed, null);
    }
  }
}
