package io.optima.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import io.optima.gateway.Doors;
import io.optima.gateway.grpc.StreamCalls.Subscribed;
import io.optima.v1.DatasetServiceGrpc;
import io.optima.v1.DescribeDatasetRequest;
import io.optima.v1.DropDatasetRequest;
import io.optima.v1.Durability;
import io.optima.v1.KafkaTopic;
import io.optima.v1.Partition;
import io.optima.v1.PartitionStart;
import io.optima.v1.PublishBatchResponse;
import io.optima.v1.SecretRef;
import io.optima.v1.StartAt;
import io.optima.v1.Stream;
import io.optima.v1.SubscribeResponse;
import io.optima.v1.SubscribeStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Streams that are topics of a real broker. */
final class KafkaStreamTest extends BrokerTest {
  /** What a partition has, {@code offset:value}. */
  private List<String> read(String name, PartitionStart from) throws InterruptedException {
    Subscribed subscribed =
        Subscribed.to(
            ada,
            SubscribeStart.newBuilder()
                .setStream("kafka/" + name)
                .addPartitions(from)
                .setUntilNow(true)
                .setCredit(64 << 20));
    List<String> values = new ArrayList<>();
    while (subscribed.any() instanceof SubscribeResponse batch) {
      values.addAll(StreamCalls.values(batch));
    }
    return values;
  }

  private static PartitionStart.Builder partition(int number) {
    return PartitionStart.newBuilder().setPartition(number);
  }

  private static PartitionStart earliest(int number) {
    return partition(number).setAt(StartAt.newBuilder().setEarliest(true)).build();
  }

  @Test
  void theStreamHasThePartitionsOfItsTopic() throws Exception {
    Stream made = broker.stream(ada, "born", 3);
    assertThat(made.getPartitionsList()).extracting(Partition::getNumber).containsExactly(0, 1, 2);
    assertThat(made.getPartitionsList())
        .allSatisfy(each -> assertThat(each.getNode()).isEqualTo(broker.server.bootstrap()));
    assertThat(made.getSettings().getPartitions()).isEqualTo(3);
    assertThat(made.getSettings().getKafka()).isEqualTo(broker.topic("born").build());
    assertThat(made.getSettings().getDurability()).isEqualTo(Durability.DURABILITY_MEMORY);
    assertThat(describe("born")).isEqualTo(made);
  }

  @Test
  void aTopicThatIsNotThereIsNotMadeByUs() throws Exception {
    assertThatThrownBy(() -> broker.stream(ada, "none", broker.topic("none").build()))
        .hasMessageContaining("NOT_FOUND")
        .hasMessageContaining("none at " + broker.server.bootstrap())
        .hasMessageContaining("create it there first");
    assertThat(broker.admin.listTopics().names().get()).doesNotContain("none");
  }

  @Test
  void whatOthersProduceIsReadHereFromOffsetsAndTimes() throws Exception {
    broker.stream(ada, "in", 1);
    try (Producer<String, String> plain = broker.producer(Map.of())) {
      for (int i = 0; i < 5; i++) {
        plain.send(new ProducerRecord<>("in", 0, 1_000L * (i + 1), "k" + i, "v" + i)).get();
      }
    }
    assertThat(read("in", earliest(0))).containsExactly("0:v0", "1:v1", "2:v2", "3:v3", "4:v4");
    assertThat(read("in", partition(0).setOffset(3).build())).containsExactly("3:v3", "4:v4");
    Timestamp second = Timestamp.newBuilder().setSeconds(2).setNanos(1_000).build();
    assertThat(read("in", partition(0).setAt(StartAt.newBuilder().setTime(second)).build()))
        .containsExactly("2:v2", "3:v3", "4:v4");
    Timestamp later = Timestamp.newBuilder().setSeconds(99).build();
    assertThat(read("in", partition(0).setAt(StartAt.newBuilder().setTime(later)).build()))
        .isEmpty();

    Subscribed following =
        Subscribed.to(
            ada,
            SubscribeStart.newBuilder()
                .setStream("kafka/in")
                .setAt(StartAt.newBuilder().setLatest(true))
                .setCredit(1 << 20));
    await()
        .atMost(SOON)
        .until(
            () -> {
              broker.produce("in", 0, "k", "news");
              return following.waiting() > 0;
            });
    assertThat(following.next().getFirstOffset()).isGreaterThanOrEqualTo(5);
    following.end();
  }

  @Test
  void recordsThatWereDroppedAreNotSkippedInSilence() throws Exception {
    broker.stream(ada, "short", 1);
    StreamCalls.publish(ada, "kafka/short", 0, "a", "b", "c");
    TopicPartition at = new TopicPartition("short", 0);
    broker.admin.deleteRecords(Map.of(at, RecordsToDelete.beforeOffset(2))).all().get();
    assertThat(describe("short").getPartitions(0).getBegin()).isEqualTo(2);
    assertThat(read("short", earliest(0))).containsExactly("2:c");
    Subscribed late =
        Subscribed.to(
            ada,
            SubscribeStart.newBuilder()
                .setStream("kafka/short")
                .addPartitions(partition(0).setOffset(1))
                .setUntilNow(true)
                .setCredit(1));
    assertThat((Throwable) late.any())
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("begin at 2");
  }

  @Test
  void abortedTransactionsAndMarkersAreGapsThatNobodyWaitsFor() throws Exception {
    broker.stream(ada, "gaps", 1);
    try (Producer<String, String> writer = broker.producer(Map.of("transactional.id", "writer"))) {
      writer.initTransactions();
      for (int i = 0; i < 3; i++) {
        writer.beginTransaction();
        var _ = writer.send(new ProducerRecord<>("gaps", 0, "k", "v" + i));
        if (i == 1) {
          writer.flush();
          writer.abortTransaction();
        } else {
          writer.commitTransaction();
        }
      }
    }
    // the last marker is written after the commit was answered
    await().atMost(SOON).until(() -> describe("gaps").getPartitions(0).getEnd() == 6);
    assertThat(read("gaps", earliest(0))).containsExactly("0:v0", "4:v2");
    assertThat(read("gaps", partition(0).setOffset(5).build())).isEmpty();
    PublishBatchResponse behind = StreamCalls.publish(ada, "kafka/gaps", 0, "last");
    assertThat(behind.getFirstOffset()).isEqualTo(6);
    assertThat(read("gaps", partition(0).setOffset(1).build())).containsExactly("4:v2", "6:last");
  }

  @Test
  void aSecretGoesToItsOwnBrokersOnly() throws Exception {
    broker.create("secret", 1, Map.of());
    KafkaTopic.Builder topic = broker.topic("secret");
    SecretRef.Builder secret = SecretRef.newBuilder().setStore("store");
    assertThatThrownBy(
            () -> broker.stream(ada, "secret", topic.setSecret(secret.setName("other")).build()))
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("store/other is not for the brokers " + broker.server.bootstrap());
    Doors.SECRETS.put(
        "right",
        Map.of("bootstrap.servers", broker.server.bootstrap(), "security.protocol", "PLAINTEXT"));
    Stream made = broker.stream(ada, "secret", topic.setSecret(secret.setName("right")).build());
    assertThat(made.getPartitionsCount()).isEqualTo(1);
  }

  @Test
  void aTopicThatGrowsHasItsPartitionsHereToo() throws Exception {
    broker.stream(ada, "grows", 1);
    broker.admin.createPartitions(Map.of("grows", NewPartitions.increaseTo(3))).all().get();
    await().atMost(SOON).until(() -> describe("grows").getPartitionsCount() == 3);
    assertThat(StreamCalls.publish(ada, "kafka/grows", 2, "new").getFirstOffset()).isZero();
    assertThat(read("grows", earliest(2))).containsExactly("0:new");
    assertThat(
            DatasetServiceGrpc.newBlockingStub(ada)
                .describeDataset(DescribeDatasetRequest.newBuilder().setName("kafka/grows").build())
                .getPartitions())
        .isEqualTo(3);
  }

  @Test
  void droppingTheDatasetLeavesTheTopicAlone() throws Exception {
    broker.stream(ada, "stays", 1);
    StreamCalls.publish(ada, "kafka/stays", 0, "a");
    DatasetServiceGrpc.newBlockingStub(ada)
        .dropDataset(DropDatasetRequest.newBuilder().setName("kafka/stays").build());
    assertThat(broker.read("stays", 0)).hasSize(1);
  }
}
