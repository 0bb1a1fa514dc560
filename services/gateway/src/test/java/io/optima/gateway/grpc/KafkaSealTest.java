package io.optima.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.optima.gateway.grpc.StreamCalls.Member;
import io.optima.gateway.kafka.TopicSealer;
import io.optima.identity.RecordDigest;
import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.StreamRecord;
import io.optima.query.stream.SealedRecords;
import io.optima.v1.CreateStreamRequest;
import io.optima.v1.Partition;
import io.optima.v1.PartitionStart;
import io.optima.v1.SealPolicy;
import io.optima.v1.SealStreamRequest;
import io.optima.v1.StartAt;
import io.optima.v1.Stream;
import io.optima.v1.StreamServiceGrpc;
import io.optima.v1.StreamSettings;
import io.optima.v1.UpdateStreamRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Topics of a real broker whose records are copied to chunks. */
final class KafkaSealTest extends SealTest {
  private Stream seals(String topic, boolean wanted) {
    return streams()
        .updateStream(
            UpdateStreamRequest.newBuilder()
                .setName("kafka/" + topic)
                .setSeal(SealPolicy.newBuilder().setTopic(wanted))
                .build());
  }

  /** Some are committed, some aborted, and each transaction leaves its marker. */
  private void transactions(String topic, String... values) throws Exception {
    long before = describe(topic).getPartitions(0).getEnd();
    try (Producer<String, String> writer = broker.producer(Map.of("transactional.id", topic))) {
      writer.initTransactions();
      for (String value : values) {
        writer.beginTransaction();
        writer.send(new ProducerRecord<>(topic, 0, "k", value)).get();
        writer.commitTransaction();
        writer.beginTransaction();
        writer.send(new ProducerRecord<>(topic, 0, "k", "aborted")).get();
        writer.abortTransaction();
      }
    }
    // a transaction is over before its marker is written
    await()
        .atMost(SOON)
        .until(() -> describe(topic).getPartitions(0).getEnd() == before + 4L * values.length);
  }

  /** What a topic has, as it is told here. */
  private static List<Object> told(List<ConsumerRecord<byte[], byte[]>> records) {
    List<Object> told = new ArrayList<>();
    records.forEach(each -> told.add(each.offset() + ":" + Broker.text(each.value())));
    told.add("end");
    return told;
  }

  private List<ConsumerRecord<byte[], byte[]>> committed(String topic) {
    return broker.read(topic, 0).stream()
        .filter(each -> !Broker.text(each.value()).equals("aborted"))
        .toList();
  }

  @Test
  void sealedRecordsAndThoseBehindAreTheTopicAlsoWhenItDroppedThem() throws Exception {
    create("kept", SEALED);
    broker.produce("kept", 0, "a", "plain");
    transactions("kept", "one", "two");
    Partition sealed = seal("kept");
    assertThat(sealed.getBegin()).isZero();
    assertThat(sealed.getSealed()).isEqualTo(9);
    assertThat(sealed.getEnd()).isEqualTo(9);
    assertThat(sealed.getContentId()).startsWith("sha256:");
    transactions("kept", "three");
    StreamCalls.publish(ada, "kafka/kept", 0, "four", "five");
    List<ConsumerRecord<byte[], byte[]>> topic = committed("kept");
    assertThat(read("kept", earliest())).isEqualTo(told(topic)).hasSize(7);
    assertThat(read("kept", at(2))).isEqualTo(told(topic.subList(2, 6)));
    delete("kept", 7);
    assertThat(read("kept", earliest())).isEqualTo(told(topic));
    assertThat(read("kept", at(1))).isEqualTo(told(topic.subList(1, 6)));
    assertThat(read("kept", at(9))).isEqualTo(told(topic.subList(3, 6)));
    Instant second = Instant.ofEpochMilli(topic.get(1).timestamp());
    assertThat(
            read(
                "kept",
                PartitionStart.newBuilder()
                    .setAt(
                        StartAt.newBuilder()
                            .setTime(Timestamps.fromMillis(second.toEpochMilli())))))
        .containsSubsequence("1:one", "5:two", "13:four", "14:five", "end");
    assertThat(
            http(
                "sql",
                "{\"sql\": \"select list(\\\"offset\\\" order by \\\"offset\\\") as o,"
                    + " string_agg(decode(value), ' ' order by \\\"offset\\\") as v from"
                    + " kafka.kept\"}"))
        .contains("\"o\":[0,1,5,9,13,14]", "\"v\":\"plain one two three four five\"");
    assertThat(describe("kept").getPartitions(0).getContentId()).isEqualTo(sealed.getContentId());
    proofsAreThoseOf(topic, "kept", 9);
    assertThat(seal("kept").getSealed()).isEqualTo(15);
    assertThat(read("kept", earliest())).isEqualTo(told(topic));
    proofsAreThoseOf(topic, "kept", 15);
    Member member = Member.join(ada, "kafka/kept", "late");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(member.values)
                    .containsExactly(
                        "0/0:plain", "0/1:one", "0/5:two", "0/9:three", "0/13:four", "0/14:five"));
    member.leave();
  }

  /** Also that there is nothing at offsets without a record. */
  private void proofsAreThoseOf(List<ConsumerRecord<byte[], byte[]>> topic, String name, long end) {
    RecordDigest digest = new RecordDigest(DigestAlgorithm.SHA256);
    List<byte[]> leaves =
        LongStream.range(0, end)
            .mapToObj(
                at ->
                    topic.stream()
                        .filter(each -> each.offset() == at)
                        .findFirst()
                        .map(each -> digest.of(record(each)))
                        .orElseGet(digest::absent))
            .toList();
    PartitionEntry state = head(name);
    SealedManifest manifest = log().sealed(Objects.requireNonNull(state.manifest()));
    String id = describe(name).getPartitions(0).getContentId();
    for (int from = 0; from < end; from++) {
      for (int to = from; to <= end; to++) {
        assertThat(
                doors
                    .part(SealedRecords.class)
                    .prove(manifest, from, to)
                    .id(state.stream(), 0, leaves.subList(from, to)))
            .hasToString(id);
      }
    }
  }

  private static StreamRecord record(ConsumerRecord<byte[], byte[]> of) {
    return new StreamRecord(
        of.timestamp() * 1_000,
        of.key(),
        of.value(),
        Arrays.stream(of.headers().toArray())
            .map(each -> new StreamRecord.Header(each.key(), each.value()))
            .toList());
  }

  @Test
  void aTopicIsSealedOnlyWhenItsStreamSaysSo() throws Exception {
    Stream made = create("asked", SealPolicy.newBuilder());
    assertThat(made.getSettings().getSeal().getTopic()).isFalse();
    broker.produce("asked", 0, "k", "a");
    assertThatThrownBy(() -> seal("asked"))
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("optima stream set kafka/asked --seal-topic");
    assertThat(seals("asked", true).getSettings().getSeal().getTopic()).isTrue();
    assertThat(seal("asked").getSealed()).isEqualTo(1);
    assertThat(seals("asked", false).getSettings().getSeal().getTopic()).isFalse();
    delete("asked", 1);
    broker.produce("asked", 0, "k", "b");
    assertThat(read("asked", earliest())).containsExactly("0:a", "1:b", "end");
    assertThatThrownBy(() -> seal("asked")).hasMessageContaining("--seal-topic");
    assertThatThrownBy(
            () ->
                streams()
                    .createStream(
                        CreateStreamRequest.newBuilder()
                            .setName("kafka/own")
                            .setSettings(StreamSettings.newBuilder().setSeal(SEALED))
                            .build()))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("only a stream that is a topic of Kafka");
  }

  @Test
  void ofSealersAtTheSameTimeOneWinsAndNobodyFails() throws Exception {
    create("raced", SEALED);
    for (int round = 1; round <= 8; round++) {
      broker.produce("raced", 0, "k", "v" + round);
      var first = StreamServiceGrpc.newFutureStub(ada);
      var request = SealStreamRequest.newBuilder().setName("kafka/raced").build();
      var both = List.of(first.seal(request), first.seal(request));
      for (var each : both) {
        assertThat(each.get().getPartitions(0).getSealed()).isEqualTo(round);
      }
      assertThat(head("raced").sequence()).isEqualTo(round);
    }
    delete("raced", 8);
    assertThat(read("raced", earliest()))
        .containsExactly("0:v1", "1:v2", "2:v3", "3:v4", "4:v5", "5:v6", "6:v7", "7:v8", "end");
  }

  @Test
  void aGatewaySealsByThePolicyByItself() throws Exception {
    create("timely", SealPolicy.newBuilder().setTopic(true).setAge(Durations.fromMillis(300)));
    TopicSealer sealer = doors.part(TopicSealer.class);
    sealer.look(DatasetName.parse("kafka/timely"));
    for (int end = 1; end < 4; end++) {
      broker.produce("timely", 0, "k", "v");
      int wanted = end;
      await().atMost(SOON).until(() -> describe("timely").getPartitions(0).getSealed() == wanted);
    }
    seals("timely", false);
    sealer.look(DatasetName.parse("kafka/timely"));
  }
}
