package io.optima.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.optima.v1.Durability;
import io.optima.v1.PublishBatchRequest;
import io.optima.v1.PublishBatchResponse;
import io.optima.v1.PublishRecordRequest;
import io.optima.v1.Record;
import io.optima.v1.RecordBatch;
import io.optima.v1.RecordHeader;
import io.optima.v1.SealStreamRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Records on their way to topics of a real broker. */
final class KafkaPublishTest extends BrokerTest {
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
        .hasMessageContaining("--seal-topic");
    assertThatThrownBy(() -> StreamCalls.publish(ada, "kafka/refused", 0, "x".repeat(2 << 20)))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("max.message.bytes");
    assertThatThrownBy(() -> StreamCalls.publish(ada, "kafka/refused", 1, "a"))
        .hasMessageContaining("NOT_FOUND");
    assertThat(broker.read("refused", 0)).isEmpty();
  }
}
