package io.optima.query.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.identity.PartitionIdentity;
import io.optima.model.DigestAlgorithm;
import io.optima.model.OptimaException;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.SealedManifest.ProducerState;
import io.optima.model.stream.SealedManifest.SealedChunk;
import io.optima.model.stream.StreamRecord;
import io.optima.store.PublishSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Where chunks end, and what is refused. */
class SealingTest {
  private static final SealedStreams STREAMS = new SealedStreams();
  private static final long HOUR = 3_600_000_000L;
  private static final DigestAlgorithm SHA256 = DigestAlgorithm.SHA256;

  @AfterAll
  static void close() throws IOException {
    STREAMS.close();
  }

  @Test
  void chunksEndWithTheHour() {
    SealedManifest manifest = sealed(i -> i / 1_500 * HOUR, 4_000);
    assertThat(manifest.chunks())
        .extracting(SealedChunk::records)
        .containsExactly(1_500L, 1_500L, 1_000L);
    assertThat(manifest.chunks().get(1).earliest())
        .isEqualTo(Instant.EPOCH.plusSeconds(3_600).plusNanos(1_000));
    assertThat(manifest.chunks().get(1).latest())
        .isEqualTo(Instant.EPOCH.plusSeconds(3_600).plusNanos(1_000));
  }

  @Test
  void hoursOutOfOrderMakeNoSmallChunks() {
    assertThat(sealed(i -> i % 2 * HOUR, 4_000).chunks()).hasSize(1);
    assertThat(sealed(i -> -i * HOUR, 4_000).chunks()).hasSize(1);
    assertThat(sealed(i -> i * HOUR, 4_000).chunks()).hasSize(4);
  }

  private static SealedManifest sealed(LongUnaryOperator timestamp, int count) {
    List<StreamRecord> records =
        IntStream.range(0, count)
            .mapToObj(i -> record(timestamp.applyAsLong(i) + 1, new byte[10]))
            .toList();
    return STREAMS.seal(SealSettings.DEFAULT, SHA256, null, List.of(records));
  }

  private static StreamRecord record(long timestamp, byte @Nullable [] value) {
    return new StreamRecord(timestamp, null, value, List.of());
  }

  @Test
  void whatWasSealedBeforeStays() {
    List<List<StreamRecord>> one = List.of(List.of(record(7, "a".getBytes(UTF_8))));
    List<List<StreamRecord>> two = List.of(List.of(record(8, null), record(9, new byte[0])));
    SealedManifest first = STREAMS.seal(SealSettings.DEFAULT, SHA256, null, one);
    SealedManifest second = STREAMS.seal(SealSettings.DEFAULT, SHA256, first, two);
    assertThat(second.chunks()).hasSize(2).startsWith(first.chunks().getFirst());
    assertThat(
            PartitionIdentity.of(
                second.stream(), second.partition(), PeaksText.parse(second.peaks())))
        .isEqualTo(
            PartitionIdentity.of(
                SealedStreams.STREAM,
                SealedStreams.PARTITION,
                SealedStreams.peaks(
                    SHA256,
                    0,
                    List.of(
                        record(7, "a".getBytes(UTF_8)), record(8, null), record(9, new byte[0])))));
    assertThat(STREAMS.read(second, 1)).extracting(Seen::offset).containsExactly(1L, 2L);
    assertThat(STREAMS.read(second, 3)).isEmpty();
  }

  @Test
  void manifestAndProducersAreInTheStore() {
    ProducerState producer =
        new ProducerState(UUID.randomUUID(), 5, 0, 1, Instant.EPOCH.plusSeconds(1));
    try (PublishSession session = STREAMS.store().publish()) {
      Sealing.Sealed sealed =
          sealing(STREAMS.allocator())
              .seal(
                  session,
                  target(),
                  null,
                  SealedStreams.batches(0, List.of(List.of(record(1, null)))).iterator(),
                  () -> List.of(producer));
      session.release();
      assertThat(STREAMS.stored(sealed)).isEqualTo(sealed.content());
      assertThat(sealed.content().producers()).containsExactly(producer);
      assertThat(sealed.bytes())
          .isEqualTo(
              STREAMS
                  .store()
                  .chunks()
                  .stat(sealed.content().chunks().getFirst().digest())
                  .orElseThrow()
                  .size());
    }
  }

  @Test
  void whatIsNotTheNextBatchIsRefused() {
    ByteBuffer one = ByteBuffer.wrap(RecordBatches.encode(List.of(record(1, null))));
    refused("a batch at offset 1 follows where the one at 0 should", new TailBatch(1, 1, 1, one));
    refused(
        "a batch at offset 2 follows where the one at 1 should",
        new TailBatch(0, 1, 1, one),
        new TailBatch(2, 1, 1, one));
    refused("it holds 1 records", new TailBatch(0, 2, 1, one));
    refused(
        "it cannot be parsed", new TailBatch(0, 1, 1, ByteBuffer.wrap("no batch".getBytes(UTF_8))));
  }

  private static void refused(String why, TailBatch... batches) {
    try (PublishSession session = STREAMS.store().publish()) {
      assertThatThrownBy(
              () ->
                  sealing(STREAMS.allocator())
                      .seal(session, target(), null, List.of(batches).iterator(), List::of))
          .isInstanceOf(OptimaException.class)
          .hasMessageContaining(why);
      session.release();
    }
  }

  @Test
  void memoryIsBounded() {
    int batches = 60;
    try (BufferAllocator allocator = new RootAllocator();
        PublishSession session = STREAMS.store().publish()) {
      Iterator<TailBatch> megabytes =
          IntStream.range(0, batches).mapToObj(SealingTest::megabyte).iterator();
      SealedManifest manifest =
          sealing(allocator).seal(session, target(), null, megabytes, List::of).content();
      session.release();
      assertThat(allocator.getPeakMemoryAllocation()).isLessThan(24L << 20);
      assertThat(manifest.end()).isEqualTo(batches * 1_000L);
      try (SealedBatches read =
          new SealedRecords(STREAMS.duckDb(), STREAMS.store().chunks(), allocator)
              .read(manifest, 0)) {
        long end = 0;
        while (read.hasNext()) {
          SealedBatch batch = read.next();
          assertThat(batch.firstOffset()).isEqualTo(end);
          assertThat(batch.payload().remaining()).isBetween(1_000, 300_000);
          end = batch.end();
        }
        assertThat(end).isEqualTo(manifest.end());
      }
      assertThat(allocator.getPeakMemoryAllocation()).isLessThan(24L << 20);
    }
  }

  private static TailBatch megabyte(int number) {
    List<StreamRecord> records = new ArrayList<>();
    byte[] value = new byte[1_024];
    new java.util.Random(number).nextBytes(value);
    for (int i = 0; i < 1_000; i++) {
      records.add(record(number, value));
    }
    return new TailBatch(number * 1_000L, 1_000, 1, ByteBuffer.wrap(RecordBatches.encode(records)));
  }

  private static Sealing sealing(BufferAllocator allocator) {
    return new Sealing(STREAMS.duckDb(), SealSettings.DEFAULT, allocator);
  }

  private static Sealing.Target target() {
    return new Sealing.Target(SealedStreams.STREAM, SealedStreams.PARTITION, SHA256, null);
  }
}
