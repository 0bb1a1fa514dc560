package io.optima.query.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.DigestAlgorithm;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.SealedManifest.SealedChunk;
import io.optima.model.stream.StreamRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** Records come out of chunks as they went in, and have the peaks that they should. */
class SealingPropertiesTest {
  private static final SealedStreams STREAMS = new SealedStreams();

  @AfterContainer
  static void close() throws IOException {
    STREAMS.close();
  }

  @Property(tries = 25)
  void sealedRecordsComeBack(
      @ForAll long seed,
      @ForAll @IntRange(max = 5) int seals,
      @ForAll @LongRange(min = 20_000, max = 500_000) long chunkBytes,
      @ForAll @IntRange(min = 1, max = 60) int hourRecords,
      @ForAll DigestAlgorithm algorithm) {
    RandomRecords random = new RandomRecords(seed);
    SealSettings settings = new SealSettings(chunkBytes, hourRecords);
    SealedManifest manifest = STREAMS.seal(settings, algorithm, null, List.of());
    List<StreamRecord> records = new ArrayList<>();
    for (int i = 0; i < seals; i++) {
      List<List<StreamRecord>> groups = random.groups(i);
      manifest = STREAMS.seal(settings, algorithm, manifest, groups);
      groups.forEach(group -> group.forEach(record -> records.add(Seen.timed(record))));
    }
    List<Seen> expected = seen(records);
    assertThat(STREAMS.read(manifest, 0)).isEqualTo(expected);
    int from = Math.floorMod((int) seed, records.size() + 1);
    assertThat(STREAMS.read(manifest, from)).isEqualTo(expected.subList(from, expected.size()));
    assertThat(manifest.peaks())
        .isEqualTo(PeaksText.of(SealedStreams.peaks(algorithm, 0, records)));
    for (SealedChunk chunk : manifest.chunks()) {
      assertThat(chunk.peaks()).isEqualTo(SealedStreams.peaks(chunk, algorithm, records));
    }
    assertThat(manifest.end()).isEqualTo(records.size());
    timesAreFound(manifest, records, seed);
  }

  private static void timesAreFound(
      SealedManifest manifest, List<StreamRecord> records, long seed) {
    LongStream times =
        records.isEmpty()
            ? LongStream.of(seed)
            : LongStream.of(
                seed, records.get(Math.floorMod((int) seed, records.size())).timestamp() + 1);
    times.forEach(
        time ->
            assertThat(STREAMS.records().firstAt(manifest, time)).isEqualTo(first(records, time)));
  }

  private static OptionalLong first(List<StreamRecord> records, long time) {
    return IntStream.range(0, records.size())
        .filter(i -> records.get(i).timestamp() >= time)
        .mapToLong(i -> i)
        .findFirst();
  }

  private static List<Seen> seen(List<StreamRecord> records) {
    return IntStream.range(0, records.size()).mapToObj(i -> Seen.of(i, records.get(i))).toList();
  }
}
