package io.optima.query.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.identity.PartitionIdentity;
import io.optima.identity.Peaks;
import io.optima.identity.RecordDigest;
import io.optima.model.DigestAlgorithm;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.SealedManifest.SealedChunk;
import io.optima.model.stream.StreamRecord;
import io.optima.store.PublishSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/** Records of a topic, whose offsets have gaps, are sealed, merged, dropped and proven. */
class GapsPropertiesTest {
  private static final SealedStreams STREAMS = new SealedStreams();
  private static final DigestAlgorithm SHA256 = DigestAlgorithm.SHA256;

  @AfterContainer
  static void close() throws IOException {
    STREAMS.close();
  }

  /** What a topic has, and how far it was read. */
  private static final class Topic {
    final NavigableMap<Long, StreamRecord> records = new TreeMap<>();
    long end;

    /** Groups of records, some of which follow a gap; perhaps another one behind the last. */
    List<TailBatch> grow(RandomRecords records, Random random, int groups) {
      List<TailBatch> batches = new ArrayList<>();
      for (List<StreamRecord> group : records.groups(groups)) {
        end += gap(random);
        ByteBuffer payload = ByteBuffer.wrap(RecordBatches.encode(group));
        batches.add(new TailBatch(end, group.size(), SealedStreams.APPENDED, payload));
        for (StreamRecord record : group) {
          this.records.put(end++, Seen.timed(record));
        }
      }
      end += gap(random);
      return batches;
    }

    private static long gap(Random random) {
      return random.nextBoolean() ? 0 : random.nextInt(50);
    }

    List<byte[]> leaves(long from, long to) {
      RecordDigest digest = new RecordDigest(SHA256);
      return LongStream.range(from, to)
          .mapToObj(at -> records.containsKey(at) ? digest.of(records.get(at)) : digest.absent())
          .toList();
    }

    List<Seen> seen(long from) {
      return records.tailMap(from).entrySet().stream()
          .map(each -> Seen.of(each.getKey(), each.getValue()))
          .toList();
    }

    Peaks peaks(long from, long to) {
      return Peaks.of(SHA256, from, leaves(from, to));
    }
  }

  private static SealedManifest seal(
      SealSettings settings,
      @Nullable SealedManifest base,
      long begin,
      List<TailBatch> batches,
      long end) {
    try (PublishSession session = STREAMS.store().publish()) {
      Sealing.Target target =
          new Sealing.Target(SealedStreams.STREAM, SealedStreams.PARTITION, SHA256, null);
      Sealing.Sealed sealed =
          new Sealing(STREAMS.duckDb(), settings, STREAMS.allocator())
              .sealWithGaps(session, target, base, begin, batches.iterator(), () -> end, List::of);
      session.release();
      return STREAMS.stored(sealed);
    }
  }

  @Property(tries = 25)
  void recordsAndProofsAreThoseOfTheTopic(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 16) int seals,
      @ForAll @IntRange(min = 1, max = 60) int hourRecords) {
    SealSettings settings = new SealSettings(300_000, hourRecords);
    RandomRecords random = new RandomRecords(seed);
    Random gaps = new Random(seed);
    Topic topic = new Topic();
    topic.end = gaps.nextInt(3) * 100L;
    long begin = topic.end;
    SealedManifest manifest = null;
    for (int i = 0; i < seals; i++) {
      long from = manifest == null ? begin : manifest.end();
      List<TailBatch> batches = topic.grow(random, gaps, i % 4);
      manifest = seal(settings, manifest, from, batches, topic.end);
      check(manifest, topic, gaps);
    }
    SealedManifest compacted = compacted(settings, java.util.Objects.requireNonNull(manifest));
    check(compacted, topic, gaps);
    try (PublishSession session = STREAMS.store().publish()) {
      long offset = gaps.nextLong(topic.end + 1);
      SealedManifest truncated =
          Truncation.before(session, compacted, offset).map(STREAMS::stored).orElse(compacted);
      session.release();
      check(truncated, topic, gaps);
    }
  }

  private static void check(SealedManifest manifest, Topic topic, Random random) {
    assertThat(manifest.end()).isEqualTo(topic.end);
    assertThat(PeaksText.parse(manifest.peaks())).isEqualTo(topic.peaks(0, topic.end));
    assertThat(PeaksText.parse(manifest.dropped())).isEqualTo(topic.peaks(0, manifest.begin()));
    long at = manifest.begin();
    for (SealedChunk chunk : manifest.chunks()) {
      assertThat(chunk.first()).isEqualTo(at);
      at = chunk.end();
      STREAMS.records().check(chunk);
      assertThat(PeaksText.parse(chunk.peaks())).isEqualTo(topic.peaks(chunk.first(), at));
    }
    assertThat(at).isEqualTo(manifest.end());
    boolean gaps = manifest.chunks().stream().anyMatch(chunk -> chunk.absent() > 0);
    assertThat(manifest.format()).isEqualTo(gaps ? 2 : 1);
    long from = manifest.begin() + random.nextLong(topic.end - manifest.begin() + 1);
    assertThat(STREAMS.read(manifest, manifest.begin())).isEqualTo(topic.seen(manifest.begin()));
    assertThat(STREAMS.read(manifest, from)).isEqualTo(topic.seen(from));
    long to = from + random.nextLong(topic.end - from + 1);
    assertThat(
            STREAMS
                .records()
                .prove(manifest, from, to)
                .id(manifest.stream(), manifest.partition(), topic.leaves(from, to)))
        .isEqualTo(
            PartitionIdentity.of(
                manifest.stream(), manifest.partition(), topic.peaks(0, topic.end)));
  }

  private static void fail(RuntimeException damage) {
    throw damage;
  }

  /** Until nothing is left to do, which has to come. */
  private static SealedManifest compacted(SealSettings settings, SealedManifest manifest) {
    SealedManifest current = manifest;
    try (PublishSession session = STREAMS.store().publish()) {
      Compaction compaction =
          new Compaction(STREAMS.duckDb(), settings, STREAMS.store().chunks(), STREAMS.allocator());
      Optional<SealedManifest> next =
          compaction.compact(session, current, GapsPropertiesTest::fail).map(STREAMS::stored);
      while (next.isPresent()) {
        assertThat(next.get().chunks()).hasSizeLessThan(current.chunks().size());
        current = next.get();
        next = compaction.compact(session, current, GapsPropertiesTest::fail).map(STREAMS::stored);
      }
      session.release();
    }
    return current;
  }
}
