package io.optima.query.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.identity.PartitionIdentity;
import io.optima.identity.Peaks;
import io.optima.identity.RecordDigest;
import io.optima.model.ContentId;
import io.optima.model.DigestAlgorithm;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.StreamRecord;
import io.optima.store.PublishSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** Merging chunks and dropping the first ones change neither records nor what proves them. */
class CompactionPropertiesTest {
  private static final SealedStreams STREAMS = new SealedStreams();
  private static final DigestAlgorithm SHA256 = DigestAlgorithm.SHA256;

  @AfterContainer
  static void close() throws IOException {
    STREAMS.close();
  }

  @Property(tries = 12)
  void recordsAndProofsStay(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 24) int seals,
      @ForAll @IntRange(min = 1, max = 60) int hourRecords) {
    SealSettings settings = new SealSettings(2_000_000, hourRecords);
    List<StreamRecord> records = new ArrayList<>();
    SealedManifest sealed = sealed(seed, seals, settings, records);
    SealedManifest compacted = compacted(settings, sealed);
    assertThat(compacted.peaks()).isEqualTo(sealed.peaks());
    assertThat(STREAMS.read(compacted, 0)).isEqualTo(STREAMS.read(sealed, 0));
    SealedManifest truncated = truncated(compacted, new Random(seed).nextInt(records.size() + 1));
    assertThat(truncated.peaks()).isEqualTo(sealed.peaks());
    assertThat(STREAMS.read(truncated, truncated.begin()))
        .isEqualTo(STREAMS.read(sealed, truncated.begin()));
    proofsWork(truncated, records, new Random(seed));
  }

  private static SealedManifest sealed(
      long seed, int seals, SealSettings settings, List<StreamRecord> records) {
    RandomRecords random = new RandomRecords(seed);
    SealedManifest manifest = null;
    for (int i = 0; i < seals; i++) {
      List<List<StreamRecord>> groups = random.groups(1 + i % 3);
      manifest = STREAMS.seal(settings, SHA256, manifest, groups);
      groups.forEach(group -> group.forEach(record -> records.add(Seen.timed(record))));
    }
    return java.util.Objects.requireNonNull(manifest);
  }

  /** Until nothing is left to do, which has to come. */
  private static SealedManifest compacted(SealSettings settings, SealedManifest manifest) {
    SealedManifest current = manifest;
    try (PublishSession session = STREAMS.store().publish()) {
      Compaction compaction =
          new Compaction(STREAMS.duckDb(), settings, STREAMS.store().chunks(), STREAMS.allocator());
      Optional<Sealed> next =
          compaction.compact(session, current, SealedStreams::fail).map(Sealed::new);
      while (next.isPresent()) {
        assertThat(next.get().manifest().chunks()).hasSizeLessThan(current.chunks().size());
        current = next.get().manifest();
        next = compaction.compact(session, current, SealedStreams::fail).map(Sealed::new);
      }
      session.release();
    }
    assertThat(current.chunks()).hasSizeLessThanOrEqualTo(manifest.chunks().size());
    return current;
  }

  /** As the store has it. */
  private record Sealed(SealedManifest manifest) {
    Sealed(Sealing.Sealed sealed) {
      this(STREAMS.stored(sealed));
    }
  }

  private static SealedManifest truncated(SealedManifest manifest, long offset) {
    try (PublishSession session = STREAMS.store().publish()) {
      SealedManifest after =
          Truncation.before(session, manifest, offset).map(STREAMS::stored).orElse(manifest);
      session.release();
      assertThat(after.begin()).isLessThanOrEqualTo(offset);
      assertThat(after.chunks())
          .isEqualTo(manifest.chunks().stream().filter(c -> c.end() > offset).toList());
      return after;
    }
  }

  private static void proofsWork(
      SealedManifest manifest, List<StreamRecord> records, Random random) {
    Peaks all = SealedStreams.peaks(SHA256, 0, records);
    ContentId id = PartitionIdentity.of(manifest.stream(), manifest.partition(), all);
    assertThat(
            PartitionIdentity.of(
                manifest.stream(), manifest.partition(), PeaksText.parse(manifest.peaks())))
        .isEqualTo(id);
    int begin = (int) manifest.begin();
    int from = begin + random.nextInt(records.size() - begin + 1);
    int end = from + random.nextInt(records.size() - from + 1);
    RecordDigest digest = new RecordDigest(SHA256);
    List<byte[]> digests = records.subList(from, end).stream().map(digest::of).toList();
    RecordProof proof = STREAMS.records().prove(manifest, from, end);
    assertThat(proof.id(manifest.stream(), manifest.partition(), digests)).isEqualTo(id);
    if (begin > 0) {
      Peaks old = PeaksText.parse(manifest.dropped());
      assertThat(old).isEqualTo(SealedStreams.peaks(SHA256, 0, records.subList(0, begin)));
    }
  }
}
