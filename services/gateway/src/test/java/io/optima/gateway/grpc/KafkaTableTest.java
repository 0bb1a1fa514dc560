package io.optima.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.optima.v1.CreateStreamRequest;
import io.optima.v1.StreamSettings;
import java.util.Map;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Topics of a real broker as tables, and over HTTP. */
final class KafkaTableTest extends BrokerTest {
  private long end(String name) {
    return describe(name).getPartitions(0).getEnd();
  }

  @Test
  void sqlSeesWhatTheBrokerHasAtTheOffsetsThereAlsoWithGaps() throws Exception {
    broker.stream(ada, "gapped", 2);
    StreamCalls.publish(ada, "kafka/gapped", 0, "a", "b", "c");
    broker.admin.deleteRecords(at("gapped", 1)).all().get();
    try (Producer<String, String> writer = broker.producer(Map.of("transactional.id", "table"))) {
      writer.initTransactions();
      writer.beginTransaction();
      var _ = writer.send(new ProducerRecord<>("gapped", 0, 5_000L, "k", "d"));
      writer.commitTransaction();
    }
    // a transaction is committed before its marker is written
    await().atMost(SOON).until(() -> end("gapped") == 5);
    broker.produce("gapped", 0, "k", "e");
    String rows =
        http(
            "sql",
            "{\"sql\": \"select \\\"partition\\\" as p, \\\"offset\\\" as o, decode(value) as v,"
                + " epoch(timestamp) < 6 as old from kafka.gapped order by p, o\"}");
    assertThat(rows)
        .contains(
            "{\"p\":0,\"o\":1,\"v\":\"b\",\"old\":false}",
            "{\"p\":0,\"o\":2,\"v\":\"c\",\"old\":false}",
            "{\"p\":0,\"o\":3,\"v\":\"d\",\"old\":true}",
            "{\"p\":0,\"o\":5,\"v\":\"e\",\"old\":false}")
        .doesNotContain("\"o\":0", "\"o\":4");
    broker.admin.createPartitions(Map.of("gapped", NewPartitions.increaseTo(3))).all().get();
    broker.produce("gapped", 2, "k", "f");
    String count = "{\"sql\": \"select count(*) as n from kafka.gapped\"}";
    await().atMost(SOON).until(() -> http("sql", count).contains("{\"n\":5}"));
  }

  private static Map<TopicPartition, RecordsToDelete> at(String topic, long offset) {
    return Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset));
  }

  @Test
  void valuesOfATypedStreamAreMessagesAndOthersAreNamed() throws Exception {
    broker.create("typed", 1, Map.of());
    streams()
        .createStream(
            CreateStreamRequest.newBuilder()
                .setName("kafka/typed")
                .setSettings(
                    StreamSettings.newBuilder()
                        .setProtoSource("message Row { required int64 id = 1; }")
                        .setProtoMessage("Row")
                        .setKafka(broker.topic("typed")))
                .build());
    assertThatThrownBy(() -> StreamCalls.publish(ada, "kafka/typed", 0, "no message"))
        .hasMessageContaining("INVALID_ARGUMENT");
    assertThat(http("streams/kafka/typed/records", "[{\"value\": {\"id\": \"7\"}}]"))
        .contains("\"offset\":0");
    broker.produce("typed", 0, "k", "no message");
    assertThat(
            http(
                "sql",
                "{\"sql\": \"select sum(id) as s, count(unreadable) as u from kafka.typed\"}"))
        .contains("{\"s\":7,\"u\":1}");
    assertThat(http("streams/kafka/typed/records?from=earliest&follow=false", null))
        .contains(
            "\"id\":\"7\"",
            "\"offset\":1",
            "\"value\":\"no message\"",
            "\"unreadable\":\"the value is no message");
  }
}
