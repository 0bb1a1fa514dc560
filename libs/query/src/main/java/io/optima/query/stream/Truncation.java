package io.optima.query.stream;

import io.optima.identity.Peaks;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.SealedManifest.SealedChunk;
import io.optima.model.stream.StreamSettings.Retention;
import io.optima.query.stream.Sealing.Sealed;
import io.optima.store.PublishSession;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Drops a partition's first records, whole chunks of them, and keeps their peaks: ids of the
 * partition at any offset, and proofs of what is kept, stay what they were.
 */
public final class Truncation {
  private Truncation() {}

  /**
   * Offset of the first record that has to be kept. A chunk may go when one of the limits lets all
   * of its records go, and all chunks before it may.
   */
  public static long begin(SealedManifest manifest, Retention retention, Instant now) {
    long begin = manifest.begin();
    long bytesBehind = manifest.chunks().stream().mapToLong(SealedChunk::bytes).sum();
    long recordsBehind = manifest.chunks().stream().mapToLong(SealedChunk::records).sum();
    for (SealedChunk chunk : manifest.chunks()) {
      bytesBehind -= chunk.bytes();
      recordsBehind -= chunk.records();
      if (!mayGo(chunk, bytesBehind, recordsBehind, retention, now)) {
        return begin;
      }
      begin = chunk.end();
    }
    return begin;
  }

  private static boolean mayGo(
      SealedChunk chunk, long bytesBehind, long recordsBehind, Retention retention, Instant now) {
    return (retention.age() != null && chunk.latest().isBefore(now.minus(retention.age())))
        || (retention.bytes() != null && bytesBehind >= retention.bytes())
        || (retention.records() != null && recordsBehind >= retention.records());
  }

  /**
   * The sealed part without the chunks whose records all lie before an offset, durable in the chunk
   * store but not committed; empty when there are none.
   */
  public static Optional<Sealed> before(
      PublishSession session, SealedManifest manifest, long offset) {
    List<SealedChunk> gone =
        manifest.chunks().stream().takeWhile(chunk -> chunk.end() <= offset).toList();
    if (gone.isEmpty()) {
      return Optional.empty();
    }
    Peaks dropped = PeaksText.parse(manifest.dropped());
    for (SealedChunk chunk : gone) {
      dropped = dropped.then(PeaksText.parse(chunk.peaks()));
    }
    return Optional.of(Sealing.put(session, without(manifest, gone.size(), dropped)));
  }

  private static SealedManifest without(SealedManifest manifest, int gone, Peaks dropped) {
    List<SealedChunk> kept = manifest.chunks().subList(gone, manifest.chunks().size());
    return new SealedManifest(
        Sealing.format(kept),
        manifest.stream(),
        manifest.partition(),
        manifest.schema(),
        dropped.end(),
        manifest.end(),
        PeaksText.of(dropped),
        manifest.peaks(),
        kept,
        manifest.producers());
  }
}
