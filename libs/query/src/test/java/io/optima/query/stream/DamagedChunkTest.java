package io.optima.query.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.ChunkDigest;
import io.optima.model.DigestAlgorithm;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.SealedManifest.SealedChunk;
import io.optima.model.stream.StreamRecord;
import io.optima.store.PublishSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A damaged chunk is found once, left as it is, and keeps no others from being merged. */
class DamagedChunkTest {
  private static final DigestAlgorithm SHA256 = DigestAlgorithm.SHA256;
  private static final SealSettings SETTINGS = new SealSettings(512_000, 1_000);
  private static final int CHUNKS = 24;
  private static final int BAD = 10;

  private final SealedStreams streams = new SealedStreams();
  private final List<String> found = new ArrayList<>();
  private final Compaction compaction =
      new Compaction(streams.duckDb(), SETTINGS, streams.store().chunks(), streams.allocator());

  @AfterEach
  void close() throws IOException {
    streams.close();
  }

  private static List<StreamRecord> records(int chunk, String what) {
    return IntStream.range(0, 10)
        .mapToObj(
            i -> new StreamRecord(chunk * 10L + i, null, (what + i).getBytes(UTF_8), List.of()))
        .toList();
  }

  private SealedManifest sealed(int count, String what) {
    SealedManifest manifest = null;
    for (int chunk = 0; chunk < count; chunk++) {
      manifest = streams.seal(SETTINGS, SHA256, manifest, List.of(records(chunk, what)));
    }
    return java.util.Objects.requireNonNull(manifest);
  }

  private Optional<SealedManifest> compact(SealedManifest manifest) {
    try (PublishSession session = streams.store().publish()) {
      Optional<SealedManifest> after =
          compaction.compact(session, manifest, why -> found.add(why.text())).map(streams::stored);
      session.release();
      return after;
    }
  }

  @Test
  void aMissingChunkIsLeftAndThoseAroundItAreMerged() {
    SealedManifest manifest = sealed(CHUNKS, "a");
    SealedChunk bad = manifest.chunks().get(BAD);
    remove(bad.digest());
    assertThat(compact(manifest)).as("all were one run").isEmpty();
    assertThat(found).singleElement().asString().contains(bad.digest().toString());
    everythingElseIsMerged(manifest, bad);
  }

  @Test
  void aChunkWithOtherRecordsIsLeftAndThoseAroundItAreMerged() {
    SealedManifest manifest = sealed(CHUNKS, "a");
    SealedChunk other = sealed(BAD + 1, "b").chunks().get(BAD);
    List<SealedChunk> chunks = new ArrayList<>(manifest.chunks());
    SealedChunk was = chunks.get(BAD);
    chunks.set(
        BAD,
        new SealedChunk(
            other.digest(),
            was.bytes(),
            was.first(),
            was.records(),
            was.recordBytes(),
            was.earliest(),
            was.latest(),
            was.peaks()));
    SealedManifest wrong = with(manifest, chunks);
    assertThat(compact(wrong)).isEmpty();
    assertThat(found)
        .containsExactly(
            "chunk "
                + other.digest()
                + " holds other records than 100 to 109 that were sealed in it");
    everythingElseIsMerged(wrong, chunks.get(BAD));
  }

  private void everythingElseIsMerged(SealedManifest manifest, SealedChunk bad) {
    SealedManifest current = manifest;
    for (@Nullable SealedManifest next = current; next != null; ) {
      current = next;
      next = compact(current).orElse(null);
    }
    assertThat(current.chunks()).hasSize(3);
    assertThat(current.chunks().get(1)).isEqualTo(bad);
    assertThat(current.peaks()).isEqualTo(manifest.peaks());
    assertThat(found).as("told once").hasSize(1);
    assertThat(compaction.isWorth(current)).isFalse();
  }

  private void remove(ChunkDigest chunk) {
    var objects = streams.store().objects();
    objects.delete(streams.store().chunks().stat(chunk).orElseThrow().key());
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
