package io.optima.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.optima.gateway.grpc.StreamCalls.Member;
import io.optima.v1.ConsumerGroup;
import io.optima.v1.GroupPartition;
import io.optima.v1.ListGroupsRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Groups of a real broker, in which members of ours and Kafka's consumers are alike. */
final class KafkaGroupTest extends BrokerTest {
  /** Kafka's own consumer, on a thread of its own as it has to be; it commits what it read. */
  private static final class Native implements AutoCloseable {
    final List<String> values = new CopyOnWriteArrayList<>();
    volatile Set<Integer> partitions = Set.of();
    private final Thread thread;

    Native(Consumer<String, String> consumer, String topic) {
      thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (consumer) {
                      consumer.subscribe(Set.of(topic));
                      while (!Thread.currentThread().isInterrupted()) {
                        read(consumer);
                      }
                    } catch (org.apache.kafka.common.errors.InterruptException e) {
                      Thread.interrupted(); // closed
                    }
                  });
    }

    private void read(Consumer<String, String> consumer) {
      for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
        values.add(record.partition() + "/" + record.offset() + ":" + record.value());
      }
      Set<Integer> now = new HashSet<>();
      consumer.assignment().forEach(at -> now.add(at.partition()));
      partitions = now;
      if (!values.isEmpty()) {
        consumer.commitAsync();
      }
    }

    @Override
    public void close() throws InterruptedException {
      thread.interrupt();
      thread.join();
    }
  }

  private ConsumerGroup group(String stream, String name) {
    return streams()
        .listGroups(ListGroupsRequest.newBuilder().setStream(stream).build())
        .getGroupsList()
        .stream()
        .filter(group -> group.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void ourMembersAndKafkasConsumersShareAGroupAndHandOver() throws Exception {
    broker.stream(ada, "share", 4);
    IntStream.range(0, 4).forEach(i -> broker.produce("share", i, "k", "first"));
    Member ours = Member.join(ada, "kafka/share", "both");
    await().atMost(SOON).until(() -> ours.values.size() == 4);
    IntStream.range(0, 4).forEach(i -> ours.commit(i, 1));
    await().atMost(SOON).until(() -> ours.commits.equals(List.of("", "", "", "")));

    Set<String> seen = new TreeSet<>();
    try (Native theirs = new Native(broker.consumer(Map.of("group.id", "both")), "share")) {
      await()
          .atMost(SOON)
          .until(() -> ours.partitions.size() == 2 && theirs.partitions.size() == 2);
      assertThat(ours.partitions).doesNotContainAnyElementsOf(theirs.partitions);
      assertThat(group("kafka/share", "both").getMembersCount()).isEqualTo(2);
      IntStream.range(0, 4).forEach(i -> broker.produce("share", i, "k", "second"));
      await().atMost(SOON).until(() -> ours.values.size() == 6 && theirs.values.size() == 2);
      ours.partitions.forEach(i -> ours.commit(i, 2));
      await().atMost(SOON).until(() -> ours.commits.size() == 6);
      await()
          .atMost(SOON)
          .until(
              () ->
                  group("kafka/share", "both").getPartitionsList().stream()
                      .allMatch(at -> at.getCommitted() == 2 && at.getLag() == 0));
      seen.addAll(theirs.values);
    }
    seen.addAll(ours.values);
    assertThat(seen).hasSize(8);

    await().atMost(SOON).until(() -> ours.partitions.size() == 4);
    IntStream.range(0, 4).forEach(i -> broker.produce("share", i, "k", "third"));
    await().atMost(SOON).until(() -> ours.values.size() == 10);
    assertThat(ours.values.subList(6, 10)).allMatch(value -> value.endsWith("2:third"));
    ours.leave();
    await().atMost(SOON).until(() -> group("kafka/share", "both").getMembersCount() == 0);
  }

  @Test
  void cooperativeConsumersDoNotTakeFromUsWhatStays() throws Exception {
    broker.stream(ada, "coop", 4);
    Member ours = Member.join(ada, "kafka/coop", "coop");
    Map<String, Object> settings =
        Map.of(
            "group.id",
            "coop",
            "partition.assignment.strategy",
            CooperativeStickyAssignor.class.getName());
    await().atMost(SOON).until(() -> ours.partitions.size() == 4);
    try (Native theirs = new Native(broker.consumer(settings), "coop")) {
      await()
          .atMost(SOON)
          .until(() -> ours.partitions.size() == 2 && theirs.partitions.size() == 2);
      assertThat(ours.partitions).doesNotContainAnyElementsOf(theirs.partitions);
    }
    ours.leave();
  }

  @Test
  void offsetsThatKafkasConsumerCommittedAreWhereOurMemberBegins() throws Exception {
    broker.stream(ada, "goes-on", 1);
    StreamCalls.publish(ada, "kafka/goes-on", 0, "a", "b", "c");
    TopicPartition at = new TopicPartition("goes-on", 0);
    try (Consumer<String, String> theirs = broker.consumer(Map.of("group.id", "Old.Group"))) {
      theirs.assign(Set.of(at));
      theirs.commitSync(Map.of(at, new OffsetAndMetadata(2)));
    }
    GroupPartition place = group("kafka/goes-on", "Old.Group").getPartitions(0);
    assertThat(place.getCommitted()).isEqualTo(2);
    assertThat(place.getLag()).isEqualTo(1);

    Member ours = Member.join(ada, "kafka/goes-on", "Old.Group");
    await().atMost(SOON).until(() -> ours.values.equals(List.of("0/2:c")));
    ours.commit(0, 3);
    await().atMost(SOON).until(() -> ours.commits.equals(List.of("")));
    ours.leave();
    try (Consumer<String, String> theirs = broker.consumer(Map.of("group.id", "Old.Group"))) {
      assertThat(theirs.committed(Set.of(at)).values())
          .extracting(OffsetAndMetadata::offset)
          .containsExactly(3L);
    }
  }

  @Test
  void whatWasNotCommittedComesToTheNextMemberAndOffsetsOfOthersAreRefused() throws Exception {
    broker.stream(ada, "again", 1);
    StreamCalls.publish(ada, "kafka/again", 0, "a", "b");
    Member first = Member.join(ada, "kafka/again", "one");
    await().atMost(SOON).until(() -> first.values.size() == 2);
    first.commit(0, 1);
    await().atMost(SOON).until(() -> first.commits.equals(List.of("")));
    first.leave();
    Member second = Member.join(ada, "kafka/again", "one");
    await().atMost(SOON).until(() -> second.values.equals(List.of("0/1:b")));
    Member third = Member.join(ada, "kafka/again", "one");
    List<Member> both = new ArrayList<>(List.of(second, third));
    await().atMost(SOON).until(() -> group("kafka/again", "one").getMembersCount() == 2);
    await()
        .atMost(SOON)
        .until(() -> both.stream().filter(each -> each.partitions.isEmpty()).count() == 1);
    Member idle = both.stream().filter(each -> each.partitions.isEmpty()).findFirst().orElseThrow();
    int before = idle.commits.size();
    idle.commit(0, 2);
    await().atMost(SOON).until(() -> idle.commits.size() > before);
    assertThat(idle.commits.getLast()).contains("nothing was recorded");
    both.forEach(Member::leave);
  }
}
