package io.optima.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.Channel;
import io.optima.gateway.Doors;
import io.optima.gateway.grpc.StreamCalls.Subscribed;
import io.optima.v1.DatasetServiceGrpc;
import io.optima.v1.DescribeDatasetRequest;
import io.optima.v1.DescribeStreamRequest;
import io.optima.v1.DropDatasetRequest;
import io.optima.v1.Durability;
import io.optima.v1.KafkaTopic;
import io.optima.v1.Partition;
import io.optima.v1.PartitionStart;
import io.optima.v1.PublishBatchRequest;
import io.optima.v1.PublishBatchResponse;
import io.optima.v1.PublishRecordRequest;
import io.optima.v1.Record;
import io.optima.v1.RecordBatch;
import io.optima.v1.RecordHeader;
import io.optima.v1.SealStreamRequest;
import io.optima.v1.SecretRef;
import io.optima.v1.StartAt;
import io.optima.v1.Stream;
import io.optima.v1.StreamServiceGrpc;
import io.optima.v1.StreamServiceGrpc.StreamServiceBlockingStub;
import io.optima.v1.SubscribeResponse;
import io.optima.v1.SubscribeStart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Streams that are topics of a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KafkaStreamTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private Broker broker;
  private Doors doors;
  private Channel ada;

  @BeforeAll
  void open(@TempDir Path home) {
    broker = Broker.start(home.resolve("kafka"));
    doors = Doors.open(home);
    ada = doors.as("ada");
  }

  @AfterAll
  void close() {
    doors.close();
    broker.close();
  }

  private StreamServiceBlockingStub streams() {
    return StreamServiceGrpc.newBlockingStub(ada);
  }

  private Stream describe(String name) {
    return streams()
        .describeStream(DescribeStreamRequest.newBuilder().setName("kafka/" + name).build());
  }

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
  void whatIsPublishedHereIsReadWithKafkasOwnConsumerAtTheSamePlace() throws Exception {
    broker.stream(ada, "out", 2);
    broker.produce("out", 1, "k", "before");
    ByteString key = ByteString.copyFromUtf8("ada");
    RecordBatch batch =
        RecordBatch.newBuilder()
            .addRecords(
                Record.newBuilder()
                    .setTimestamp(1_700_000_000_123_456L)
                    .setKey(key)
                    .setValue(ByteString.copyFromUtf8("one"))
                    .addHeaders(
                        RecordHeader.newBuilder()
                            .setName("h")
                            .setValue(ByteString.copyFromUtf8("x")))
                    .addHeaders(RecordHeader.newBuilder().setName("h")))
            .addRecords(Record.newBuilder().setKey(key))
            .build();
    PublishBatchResponse answer =
        streams()
            .publishBatch(
                PublishBatchRequest.newBuilder()
                    .setStream("kafka/out")
                    .setPartition(1)
                    .setRecords(batch.toByteString())
                    .setCount(2)
                    .build());
    assertThat(answer.getFirstOffset()).isEqualTo(1);
    assertThat(answer.getLastOffset()).isEqualTo(2);
    assertThat(answer.getDurability()).isEqualTo(Durability.DURABILITY_MEMORY);

    List<ConsumerRecord<byte[], byte[]>> records = broker.read("out", 1);
    assertThat(records).extracting(ConsumerRecord::offset).containsExactly(0L, 1L, 2L);
    ConsumerRecord<byte[], byte[]> one = records.get(1);
    assertThat(one.timestamp()).isEqualTo(1_700_000_000_123L);
    assertThat(Broker.text(one.key())).isEqualTo("ada");
    assertThat(Broker.text(one.value())).isEqualTo("one");
    assertThat(one.headers().toArray()).hasSize(2);
    assertThat(one.headers().toArray()[0].value()).containsExactly('x');
    assertThat(one.headers().toArray()[1].value()).isNull();
    assertThat(records.get(2).value()).isNull();
    assertThat(records.get(2).timestamp()).isGreaterThan(1_700_000_000_123L);
    assertThat(describe("out").getPartitions(1).getEnd()).isEqualTo(3);
  }

  @Test
  void keysLandWhereKafkasPartitionerPutsThem() throws Exception {
    broker.stream(ada, "keys", 7);
    try (Producer<String, String> plain = broker.producer(Map.of())) {
      for (String key : List.of("a", "b", "some longer key")) {
        int there = plain.send(new ProducerRecord<>("keys", key, "native")).get().partition();
        int here =
            streams()
                .publish(
                    PublishRecordRequest.newBuilder()
                        .setTopic("kafka/keys")
                        .setKey(ByteString.copyFromUtf8(key))
                        .setData(ByteString.copyFromUtf8("ours"))
                        .build())
                .getPartition();
        assertThat(here).isEqualTo(there);
      }
    }
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
  void everyRecordIsAtTheOffsetThatItsPublisherWasToldAlsoBetweenThoseOfOthers() throws Exception {
    broker.stream(ada, "mixed", 1);
    AtomicBoolean over = new AtomicBoolean();
    Thread others =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!over.get()) {
                    broker.produce("mixed", 0, "k", "theirs");
                  }
                });
    List<PublishBatchResponse> answers = new ArrayList<>();
    boolean apart = false;
    for (int batch = 0; batch < 200 && !(apart && batch > 20); batch++) {
      String[] values = new String[600];
      for (int i = 0; i < values.length; i++) {
        values[i] = batch + "-" + i + "x".repeat(1_000);
      }
      PublishBatchResponse answer = StreamCalls.publish(ada, "kafka/mixed", 0, values);
      answers.add(answer);
      apart = apart || answer.getOffsetsCount() > 0;
    }
    over.set(true);
    others.join();
    assertThat(apart).as("records of others came between ours").isTrue();
    List<ConsumerRecord<byte[], byte[]>> records = broker.read("mixed", 0);
    for (int batch = 0; batch < answers.size(); batch++) {
      PublishBatchResponse answer = answers.get(batch);
      for (int i = 0; i < 600; i++) {
        long offset =
            answer.getOffsetsCount() == 0 ? answer.getFirstOffset() + i : answer.getOffsets(i);
        assertThat(Broker.text(records.get((int) offset).value()))
            .startsWith(batch + "-" + i + "x");
      }
    }
  }

  @Test
  void aBatchThatIsSentAgainIsStoredOnceAndUnknownProducersAreTold() throws Exception {
    broker.stream(ada, "once", 1);
    UUID id = UUID.randomUUID();
    PublishBatchRequest first = named(id, 0, "a");
    PublishBatchResponse place = streams().publishBatch(first);
    streams().publishBatch(named(id, 1, "b"));
    assertThat(streams().publishBatch(first))
        .isEqualTo(place.toBuilder().setRepeated(true).build());
    assertThat(broker.read("once", 0)).hasSize(2);
    assertThatThrownBy(() -> streams().publishBatch(named(UUID.randomUUID(), 7, "c")))
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("begin again under a new id");
    PublishRecordRequest event =
        PublishRecordRequest.newBuilder().setTopic("kafka/once").setId("event-1").build();
    assertThat(streams().publish(event).getRepeated()).isFalse();
    assertThat(streams().publish(event).getRepeated()).isTrue();
  }

  private static PublishBatchRequest named(UUID id, long sequence, String value) {
    ByteString bytes =
        ByteString.copyFrom(
            java.nio.ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .flip());
    return StreamCalls.batch("kafka/once", 0, value).toBuilder()
        .setProducer(bytes)
        .setSequence(sequence)
        .build();
  }

  @Test
  void whatBrokersDecideIsRefusedWithTheRemedy() throws Exception {
    broker.stream(ada, "refused", 1);
    assertThatThrownBy(
            () ->
                streams()
                    .publishBatch(
                        StreamCalls.batch("kafka/refused", 0, "a").toBuilder()
                            .setDurability(Durability.DURABILITY_FSYNC)
                            .build()))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("leave the durability out");
    assertThatThrownBy(
            () -> streams().seal(SealStreamRequest.newBuilder().setName("kafka/refused").build()))
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("nothing to seal");
    assertThatThrownBy(() -> StreamCalls.publish(ada, "kafka/refused", 0, "x".repeat(2 << 20)))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("max.message.bytes");
    assertThatThrownBy(() -> StreamCalls.publish(ada, "kafka/refused", 1, "a"))
        .hasMessageContaining("NOT_FOUND");
    assertThat(broker.read("refused", 0)).isEmpty();
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
