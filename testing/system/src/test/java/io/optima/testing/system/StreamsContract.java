package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.optima.client.GroupMember;
import io.optima.client.ReceivedRecord;
import io.optima.client.RecordPlace;
import io.optima.client.StreamRecords;
import io.optima.client.Watch;
import io.optima.v1.ConsumeStart;
import io.optima.v1.GroupPartition;
import io.optima.v1.Partition;
import io.optima.v1.RepairResponse;
import io.optima.v1.Retention;
import io.optima.v1.StartAt;
import io.optima.v1.Stream;
import io.optima.v1.SubscribeStart;
import io.optima.v1.UpdateStreamRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What streams promise, whatever the parts run on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StreamsContract {
  private OptimaUnderTest optima;

  abstract OptimaUnderTest start();

  @BeforeAll
  void begin() {
    optima = start();
  }

  @AfterAll
  void end() {
    if (optima != null) {
      optima.close();
    }
  }

  private static long end(Stream stream) {
    return stream.getPartitionsList().stream().mapToLong(Partition::getEnd).sum();
  }

  private static long sealed(Stream stream) {
    return stream.getPartitionsList().stream().mapToLong(Partition::getSealed).sum();
  }

  @Test
  void whatIsAcknowledgedIsReadInOrderSealedOrNot() {
    StreamHistory clicks = new StreamHistory("streams/clicks");
    clicks.create(optima.client(), 4, Duration.ofHours(1));
    clicks.publish(optima.client(), "a", 20_000);
    assertThat(clicks.history().acknowledged()).isEqualTo(20_000);
    assertThat(clicks.read(optima.client())).isEqualTo(20_000);
    assertThat(clicks.history().findings(true)).isEmpty();

    Stream sealed = optima.client().streams().seal("streams/clicks");
    assertThat(sealed(sealed)).isEqualTo(20_000);
    assertThat(sealed.getPartitionsList())
        .allSatisfy(partition -> assertThat(partition.getContentId()).startsWith("sha256:"));
    assertThat(clicks.read(optima.client())).isEqualTo(20_000);

    clicks.publish(optima.client(), "b", 5_000);
    assertThat(clicks.read(optima.client())).isEqualTo(25_000);
    assertThat(clicks.history().findings(true)).isEmpty();
    assertThat(end(optima.client().streams().describe("streams/clicks"))).isEqualTo(25_000);
  }

  /**
   * One member comes, another goes: each record is dealt with, and what was committed only once.
   */
  @Test
  void membersOfAGroupShareAStreamAndTakeOverFromEachOther() {
    StreamHistory tasks = new StreamHistory("streams/tasks");
    tasks.create(optima.client(), 4, Duration.ofHours(1));
    tasks.publish(optima.client(), "a", 2_000);
    ConsumeStart start =
        ConsumeStart.newBuilder().setStream("streams/tasks").setGroup("workers").build();
    Set<RecordPlace> dealtWith = new HashSet<>();
    try (GroupMember first = optima.client().streams().consume(start)) {
      take(first, dealtWith, 1_000);
      first.commit();
      try (GroupMember second = optima.client().streams().consume(start)) {
        await()
            .atMost(Duration.ofMinutes(1))
            .until(
                () -> {
                  drain(first, dealtWith);
                  drain(second, new HashSet<>());
                  return first.partitions().size() == 2 && second.partitions().size() == 2;
                });
        assertThat(first.partitions()).doesNotContainAnyElementsOf(second.partitions());
      }
      await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> {
                drain(first, dealtWith);
                first.commit();
                return lag("streams/tasks") == 0;
              });
      assertThat(dealtWith).hasSize(2_000);
    }
    try (GroupMember late = optima.client().streams().consume(start)) {
      assertThat(late.poll(Duration.ofSeconds(3))).isEmpty();
    }
  }

  private static void drain(GroupMember member, Set<RecordPlace> places) {
    for (var next = member.poll(Duration.ofMillis(50));
        next.isPresent();
        next = member.poll(Duration.ofMillis(50))) {
      places.add(place(next.get()));
    }
  }

  private long lag(String stream) {
    return optima.client().streams().groups(stream).stream()
        .flatMap(group -> group.getPartitionsList().stream())
        .mapToLong(GroupPartition::getLag)
        .sum();
  }

  private static void take(GroupMember member, Set<RecordPlace> places, int count) {
    for (int i = 0; i < count; i++) {
      places.add(place(member.next()));
    }
  }

  private static RecordPlace place(ReceivedRecord record) {
    return new RecordPlace(record.partition(), record.offset());
  }

  /** Chunks may be merged right before, and then nothing can go yet. */
  @Test
  void headsAreDroppedWhenSomebodyAsksForIt() {
    StreamHistory old = new StreamHistory("streams/old");
    old.create(optima.client(), 1, Duration.ofHours(1));
    Retention one = Retention.newBuilder().setRecords(1).build();
    Partition cut = Partition.getDefaultInstance();
    for (int round = 0; cut.getBegin() == 0; round++) {
      assertThat(round).isLessThan(20);
      old.publish(optima.client(), "publisher-" + round, 1_000);
      cut = optima.client().streams().truncate("streams/old", one).getPartitions(0);
      assertThat(cut.getSealed()).isEqualTo(1_000L * (round + 1));
    }
    assertThat(cut.getBegin()).isLessThan(cut.getEnd());
    assertThat(old.read(optima.client())).isEqualTo(cut.getEnd() - cut.getBegin());
    assertThat(Queries.number(optima.client(), "select count(*) from streams.old"))
        .isEqualTo(cut.getEnd() - cut.getBegin());
  }

  @Test
  void aStreamIsATableOfSealedRecordsAndTheTail() {
    StreamHistory orders = new StreamHistory("streams/orders");
    orders.create(optima.client(), 3, Duration.ofHours(1));
    orders.publish(optima.client(), "a", 3_000);
    optima.client().streams().seal("streams/orders");
    orders.publish(optima.client(), "b", 500);
    assertThat(Queries.number(optima.client(), "select count(*) from streams.orders"))
        .isEqualTo(3_500);
    assertThat(
            Queries.number(
                optima.client(),
                "select count(*) from (select distinct partition, \"offset\" from streams.orders)"))
        .isEqualTo(3_500);
    assertThat(Verifying.difference(optima.client(), "streams/orders")).isEmpty();
    try (Watch<RepairResponse> repair = optima.client().operations().repair()) {
      while (repair.hasNext()) {
        assertThat(repair.next().getFinding()).isEmpty();
      }
    }
  }

  /** A partition that is added while somebody reads is read from its first record. */
  @Test
  void whoReadsWhileAStreamGrowsMissesNothing() {
    StreamHistory grows = new StreamHistory("streams/grows");
    grows.create(optima.client(), 1, Duration.ofHours(1));
    SubscribeStart latest =
        SubscribeStart.newBuilder()
            .setStream("streams/grows")
            .setAt(StartAt.newBuilder().setLatest(true))
            .build();
    try (StreamRecords records = optima.client().streams().subscribe(latest)) {
      optima
          .client()
          .streams()
          .update(
              UpdateStreamRequest.newBuilder().setName("streams/grows").setPartitions(3).build());
      grows.publish(optima.client(), "a", 3_000);
      Set<RecordPlace> places = new HashSet<>();
      while (places.size() < 3_000) {
        assertThat(places.add(place(records.next()))).isTrue();
      }
      assertThat(places).extracting(RecordPlace::partition).contains(1, 2);
    }
  }
}
