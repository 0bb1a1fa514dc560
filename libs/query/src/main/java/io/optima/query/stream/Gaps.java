package io.optima.query.stream;

import io.optima.identity.Peaks;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.SealedManifest.SealedChunk;
import java.util.ArrayList;
import java.util.List;

/** Offsets without a record behind all that have one. They are in no file. */
final class Gaps {
  private Gaps() {}

  /** Those up to an offset belong to the last chunk. */
  static List<SealedChunk> behind(List<SealedChunk> chunks, long end) {
    SealedChunk last = chunks.getLast();
    if (last.end() == end) {
      return chunks;
    }
    List<SealedChunk> longer = new ArrayList<>(chunks);
    longer.set(
        longer.size() - 1,
        new SealedChunk(
            last.digest(),
            last.bytes(),
            last.first(),
            last.records(),
            last.recordBytes(),
            last.earliest(),
            last.latest(),
            with(last.peaks(), end),
            last.absent() + end - last.end()));
    return longer;
  }

  /** Those up to an offset; where there are no chunks they count as dropped. */
  static SealedManifest behind(SealedManifest sealed, long end) {
    boolean none = sealed.chunks().isEmpty();
    return new SealedManifest(
        sealed.format(),
        sealed.stream(),
        sealed.partition(),
        sealed.schema(),
        none ? end : sealed.begin(),
        end,
        none ? with(sealed.dropped(), end) : sealed.dropped(),
        with(sealed.peaks(), end),
        none ? List.of() : behind(sealed.chunks(), end),
        sealed.producers());
  }

  private static String with(String peaks, long end) {
    Peaks before = PeaksText.parse(peaks);
    return PeaksText.of(before.then(Peaks.absent(before.algorithm(), before.end(), end)));
  }
}
