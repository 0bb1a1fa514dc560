package io.optima.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.stream.StreamRecord;
import io.optima.v1.StartAt;
import io.optima.v1.SubscribeStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class StreamRecordsTest {
  private static final int RECORDS = 20;

  private static void fill(OptimaClient client) {
    try (StreamPublisher publisher = client.streams().publisher("s/t", PublisherSettings.DEFAULT)) {
      for (int i = 0; i < RECORDS; i++) {
        var _ =
            publisher.publish(new StreamRecord(i % 2, null, ("v" + i).getBytes(UTF_8), List.of()));
      }
    }
  }

  private static SubscribeStart.Builder earliest() {
    return SubscribeStart.newBuilder()
        .setStream("s/t")
        .setAt(StartAt.newBuilder().setEarliest(true));
  }

  @Test
  void whatBreaksGoesOnBehindTheLastRecord() throws Exception {
    StreamServer service = new StreamServer(1, new Random(1));
    try (SmallServer server = new SmallServer(service);
        OptimaClient client = server.client()) {
      fill(client);
      List<Long> offsets = new ArrayList<>();
      try (StreamRecords records =
          client.streams().subscribe(earliest().setUntilNow(true).build())) {
        records.forEachRemaining(record -> offsets.add(record.offset()));
      }
      assertThat(offsets).isEqualTo(java.util.stream.LongStream.range(0, RECORDS).boxed().toList());
      assertThat(service.starts).hasSizeGreaterThan(4);
    }
  }

  @Test
  void recordsWithoutTimeHaveThatOfTheirBatch() throws Exception {
    try (SmallServer server = new SmallServer(new StreamServer(1, null));
        OptimaClient client = server.client()) {
      fill(client);
      try (StreamRecords records = client.streams().subscribe(earliest().build())) {
        assertThat(records.next().record().timestamp()).isEqualTo(7);
        assertThat(records.next().record().timestamp()).isEqualTo(1);
      }
    }
  }

  @Test
  void latestStaysWhereItWasWhenTheConnectionIsLost() throws Exception {
    StreamServer service = new StreamServer(1, null);
    try (SmallServer server = new SmallServer(service);
        OptimaClient client = server.client()) {
      fill(client);
      SubscribeStart.Builder latest = earliest().setAt(StartAt.newBuilder().setLatest(true));
      try (StreamRecords records = client.streams().subscribe(latest.build())) {
        fill(client);
        assertThat(records.next().offset()).isEqualTo(RECORDS);
        assertThat(records.positions()).containsEntry(0, RECORDS + 1L);
      }
      assertThat(service.starts.getFirst().getAt().getEarliest())
          .as("of what is added later, everything")
          .isTrue();
    }
  }

  @Test
  void creditIsGivenBackForWhatWasTaken() throws Exception {
    StreamServer service = new StreamServer(1, null);
    try (SmallServer server = new SmallServer(service);
        OptimaClient client = server.client()) {
      fill(client);
      try (StreamRecords records = client.streams().subscribe(earliest().setCredit(40).build())) {
        for (int i = 0; i < RECORDS; i++) {
          records.next();
        }
        Await.until(() -> service.credits.stream().mapToLong(Long::longValue).sum() > 80);
      }
      assertThat(service.starts.getFirst().getCredit()).isEqualTo(40);
    }
  }

  /** It takes no credit then, and closes the call only when all was read. */
  @Test
  @Timeout(60)
  void aServerThatIsDoneBeforeEverythingIsReadIsReadToItsEnd() throws Exception {
    try (SmallServer server = new SmallServer(new StreamServer(1, null));
        OptimaClient client = server.client()) {
      fill(client);
      int[] count = {0};
      SubscribeStart.Builder all = earliest().setCredit(4).setUntilNow(true);
      try (StreamRecords records = client.streams().subscribe(all.build())) {
        records.forEachRemaining(record -> count[0]++);
      }
      assertThat(count[0]).isEqualTo(RECORDS);
    }
  }
}
