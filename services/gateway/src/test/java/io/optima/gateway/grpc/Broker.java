package io.optima.gateway.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.Channel;
import io.optima.testing.servers.KafkaServer;
import io.optima.v1.CreateStreamRequest;
import io.optima.v1.KafkaTopic;
import io.optima.v1.Stream;
import io.optima.v1.StreamServiceGrpc;
import io.optima.v1.StreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A real broker, used as those do who never heard of Optima. */
final class Broker implements AutoCloseable {
  final KafkaServer server;
  final Admin admin;
  private final Producer<String, String> producer;

  private Broker(KafkaServer server) {
    this.server = server;
    this.admin = Admin.create(settings(Map.of()));
    this.producer = producer(Map.of());
  }

  static Broker start(Path folder) {
    return new Broker(KafkaServer.start(folder));
  }

  private Map<String, Object> settings(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", server.bootstrap());
    return settings;
  }

  void create(String topic, int partitions, Map<String, String> configs) throws Exception {
    NewTopic wanted =
        new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(configs);
    admin.createTopics(Set.of(wanted)).all().get();
  }

  /** A topic of that name, and the stream {@code kafka/name} that it is. */
  Stream stream(Channel channel, String name, int partitions) throws Exception {
    create(name, partitions, Map.of());
    return stream(channel, name, topic(name).build());
  }

  Stream stream(Channel channel, String name, KafkaTopic topic) {
    return StreamServiceGrpc.newBlockingStub(channel)
        .createStream(
            CreateStreamRequest.newBuilder()
                .setName("kafka/" + name)
                .setSettings(StreamSettings.newBuilder().setKafka(topic))
                .build());
  }

  KafkaTopic.Builder topic(String name) {
    return KafkaTopic.newBuilder().setBootstrapServers(server.bootstrap()).setTopic(name);
  }

  Producer<String, String> producer(Map<String, Object> more) {
    return new KafkaProducer<>(settings(more), new StringSerializer(), new StringSerializer());
  }

  RecordMetadata produce(String topic, int partition, String key, String value) {
    try {
      return producer.send(new ProducerRecord<>(topic, partition, key, value)).get();
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  <T> Consumer<T, T> consumer(
      org.apache.kafka.common.serialization.Deserializer<T> form, Map<String, Object> more) {
    Map<String, Object> settings = settings(more);
    settings.putIfAbsent("enable.auto.commit", false);
    settings.putIfAbsent("auto.offset.reset", "earliest");
    return new KafkaConsumer<>(settings, form, form);
  }

  Consumer<String, String> consumer(Map<String, Object> more) {
    return consumer(new StringDeserializer(), more);
  }

  /** All records of a partition. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic, int partition) {
    TopicPartition at = new TopicPartition(topic, partition);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer = consumer(new ByteArrayDeserializer(), Map.of())) {
      consumer.assign(Set.of(at));
      consumer.seekToBeginning(Set.of(at));
      long end = Objects.requireNonNull(consumer.endOffsets(Set.of(at)).get(at));
      while (consumer.position(at) < end) {
        records.addAll(consumer.poll(Duration.ofMillis(200)).records(at));
      }
    }
    return records;
  }

  static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
    producer.close(Duration.ZERO);
    server.close();
  }
}
