package io.optima.query.stream;

import io.optima.identity.Peaks;
import io.optima.model.ChunkDigest;
import io.optima.model.DigestAlgorithm;
import io.optima.model.OptimaException;
import io.optima.model.stream.RecordSchema;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.SealedManifest.ProducerState;
import io.optima.model.stream.SealedManifest.SealedChunk;
import io.optima.query.duckdb.DuckDb;
import io.optima.store.Json;
import io.optima.store.PublishSession;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Turns a journal's tail, or a topic's records, into chunks. For any number of threads. */
public final class Sealing {
  private final ChunkWriter writer;

  /**
   * @param duckDb writes the chunks; stays the caller's
   */
  public Sealing(DuckDb duckDb, SealSettings settings, BufferAllocator allocator) {
    this.writer = new ChunkWriter(duckDb, settings, allocator);
  }

  /**
   * Whose records these are.
   *
   * @param algorithm of the dataset
   * @param schema of the values, which become columns; null when they are only bytes
   */
  public record Target(
      UUID stream, int partition, DigestAlgorithm algorithm, @Nullable RecordSchema schema) {}

  /**
   * A partition's sealed part.
   *
   * @param manifest of {@code content}, in the chunk store with all that it lists
   * @param bytes of its chunks as stored
   */
  public record Sealed(ChunkDigest manifest, SealedManifest content, long bytes) {}

  /**
   * The sealed part with more records behind it, durable in the chunk store but not committed. It
   * needs memory for a few batches, however many there are.
   *
   * @param session that protects what is put until it is committed
   * @param base what is sealed so far; null for nothing
   * @param batches that follow it, without gaps
   * @param producers as they are after the last batch; asked for then
   * @throws OptimaException CORRUPT when a batch cannot be read or is not the next one
   */
  public Sealed seal(
      PublishSession session,
      Target target,
      @Nullable SealedManifest base,
      Iterator<TailBatch> batches,
      Supplier<List<ProducerState>> producers) {
    SealedManifest before = base == null ? nothing(target) : base;
    SealedManifest after = with(session, target, before, new DecodedBatches(before.end(), batches));
    return put(session, produced(after, producers.get()));
  }

  /**
   * The same of a topic, whose offsets may have no record.
   *
   * @param begin of the batches: nothing before it has a record but what is sealed
   * @param end behind the batches, and behind the offsets without a record that follow the last
   *     one; asked for when all batches were read
   */
  public Sealed sealWithGaps(
      PublishSession session,
      Target target,
      @Nullable SealedManifest base,
      long begin,
      Iterator<TailBatch> batches,
      LongSupplier end,
      Supplier<List<ProducerState>> producers) {
    SealedManifest before = Gaps.behind(base == null ? nothing(target) : base, begin);
    SealedManifest after =
        with(session, target, before, new DecodedBatches(begin, batches, /* gaps= */ true));
    return put(
        session,
        produced(Gaps.behind(after, Math.max(after.end(), end.getAsLong())), producers.get()));
  }

  private SealedManifest with(
      PublishSession session, Target target, SealedManifest before, DecodedBatches batches) {
    List<SealedChunk> chunks = new ArrayList<>(before.chunks());
    Peaks peaks = PeaksText.parse(before.peaks());
    for (SealedChunk chunk :
        writer.write(
            session,
            target.partition(),
            target.schema(),
            target.algorithm(),
            before.end(),
            new RecordCursor(before.end(), batches))) {
      chunks.add(chunk);
      peaks = peaks.then(PeaksText.parse(chunk.peaks()));
    }
    return new SealedManifest(
        before.format(),
        target.stream(),
        target.partition(),
        target.schema(),
        before.begin(),
        peaks.end(),
        before.dropped(),
        PeaksText.of(peaks),
        chunks,
        before.producers());
  }

  private static SealedManifest produced(SealedManifest sealed, List<ProducerState> producers) {
    return new SealedManifest(
        format(sealed.chunks()),
        sealed.stream(),
        sealed.partition(),
        sealed.schema(),
        sealed.begin(),
        sealed.end(),
        sealed.dropped(),
        sealed.peaks(),
        sealed.chunks(),
        producers);
  }

  /** The format of a manifest that these chunks need. */
  static int format(List<SealedChunk> chunks) {
    boolean gaps = chunks.stream().anyMatch(chunk -> chunk.absent() > 0);
    return gaps ? SealedManifest.FORMAT_WITH_GAPS : SealedManifest.FORMAT;
  }

  /** Puts the manifest behind its chunks. */
  static Sealed put(PublishSession session, SealedManifest manifest) {
    long bytes = manifest.chunks().stream().mapToLong(SealedChunk::bytes).sum();
    return new Sealed(session.put(Json.bytes(manifest)), manifest, bytes);
  }

  private static SealedManifest nothing(Target target) {
    String none = PeaksText.of(Peaks.none(target.algorithm(), 0));
    return new SealedManifest(
        SealedManifest.FORMAT,
        target.stream(),
        target.partition(),
        target.schema(),
        0,
        0,
        none,
        none,
        List.of(),
        List.of());
  }
}
