package io.optima.query.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.DigestAlgorithm;
import io.optima.model.OptimaException;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.StreamRecord;
import io.optima.model.stream.StreamSettings.Retention;
import io.optima.query.stream.CompactionPlan.Run;
import io.optima.store.PublishSession;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What retention lets go, and which chunks are merged. */
class TruncationTest {
  private static final SealedStreams STREAMS = new SealedStreams();
  private static final SealSettings SETTINGS = new SealSettings(512_000, 10);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** Five chunks of ten records, one an hour. */
  private static SealedManifest five;

  @BeforeAll
  static void seal() {
    five = hours(5, 10);
    assertThat(five.chunks()).hasSize(5);
  }

  @AfterAll
  static void close() throws IOException {
    STREAMS.close();
  }

  private static SealedManifest hours(int hours, int recordsEach) {
    List<StreamRecord> records = new ArrayList<>();
    for (int i = 0; i < hours * recordsEach; i++) {
      long seconds = START.getEpochSecond() + i / recordsEach * 3_600L;
      records.add(new StreamRecord(seconds * 1_000_000, null, null, List.of()));
    }
    return STREAMS.seal(SETTINGS, DigestAlgorithm.SHA256, null, List.of(records));
  }

  @Test
  void wholeChunksGoByRecords() {
    assertThat(begin(null, null, 50L)).isZero();
    assertThat(begin(null, null, 41L)).isZero();
    assertThat(begin(null, null, 40L)).isEqualTo(10);
    assertThat(begin(null, null, 1L)).isEqualTo(40);
  }

  @Test
  void wholeChunksGoByBytes() {
    long last = five.chunks().getLast().bytes();
    assertThat(begin(null, last, null)).isEqualTo(40);
    assertThat(begin(null, last + 1, null)).isEqualTo(30);
    assertThat(begin(null, Long.MAX_VALUE, null)).isZero();
  }

  @Test
  void wholeChunksGoByAge() {
    assertThat(begin(Duration.ofHours(5), null, null)).isZero();
    assertThat(begin(Duration.ofHours(4), null, null)).isEqualTo(10);
    assertThat(begin(Duration.ofMinutes(1), null, null)).isEqualTo(50);
  }

  @Test
  void theStricterLimitCounts() {
    assertThat(begin(Duration.ofHours(4), null, 20L)).isEqualTo(30);
    assertThat(Truncation.begin(five, Retention.FOREVER, Instant.MAX)).isZero();
  }

  /** At five o'clock. */
  private static long begin(@Nullable Duration age, @Nullable Long bytes, @Nullable Long records) {
    Instant now = START.plus(Duration.ofHours(5));
    return Truncation.begin(five, new Retention(age, bytes, records), now);
  }

  @Test
  void everythingMayGo() {
    try (PublishSession session = STREAMS.store().publish()) {
      SealedManifest empty = Truncation.before(session, five, 50).orElseThrow().content();
      assertThat(empty.chunks()).isEmpty();
      assertThat(empty.begin()).isEqualTo(50);
      assertThat(empty.dropped()).isEqualTo(five.peaks());
      assertThat(Truncation.before(session, five, 9)).isEmpty();
      assertThatThrownBy(() -> STREAMS.records().read(empty, 49))
          .isInstanceOf(OptimaException.class)
          .hasMessageContaining("offset 49 of partition 3 was dropped: records begin at 50");
      session.release();
    }
  }

  @Test
  void chunksOfAnHourAreMergedAndHoursStayApart() {
    assertThat(CompactionPlan.of(five.chunks(), SETTINGS)).isEmpty();
    SealedManifest manifest = STREAMS.seal(SETTINGS, DigestAlgorithm.SHA256, null, List.of());
    for (int i = 0; i < 9; i++) {
      long micros = (START.getEpochSecond() + i / 3 * 3_600L) * 1_000_000;
      List<StreamRecord> some =
          IntStream.range(0, 5)
              .mapToObj(r -> new StreamRecord(micros, null, null, List.of()))
              .toList();
      manifest = STREAMS.seal(SETTINGS, DigestAlgorithm.SHA256, manifest, List.of(some));
    }
    assertThat(CompactionPlan.of(manifest.chunks(), SETTINGS))
        .containsExactly(new Run(0, 3), new Run(3, 6));
  }
}
