package io.optima.bench;

import io.optima.testing.servers.KafkaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Topics of one Kafka broker, by clients that batch as much as Optima's does. */
final class Topics implements AutoCloseable {
  private final KafkaServer server;

  private Topics(KafkaServer server) {
    this.server = server;
  }

  static Topics start(Path folder) {
    return new Topics(KafkaServer.start(folder, List.of("-Xmx1g")));
  }

  /**
   * @param settings of the topic, such as {@code flush.messages}
   */
  void create(String topic, int partitions, Map<String, String> settings) throws Exception {
    try (Admin admin = Admin.create(properties())) {
      admin
          .createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(settings)))
          .all()
          .get();
    }
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", server.bootstrap());
    return properties;
  }

  /** Acknowledged by all replicas, in order, each once: what Kafka's producer does by itself. */
  KafkaProducer<byte[], byte[]> producer() {
    Properties properties = properties();
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 2);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 32L << 20);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Returns when all are acknowledged. */
  void publish(String topic, List<byte[]> values, int count) {
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      for (int i = 0; i < count; i++) {
        byte[] value = values.get(i % values.size());
        var _ =
            producer.send(
                new ProducerRecord<>(topic, value),
                (at, error) -> failure.compareAndSet(null, error));
      }
    }
    if (failure.get() != null) {
      throw new IllegalStateException("Kafka did not store everything", failure.get());
    }
  }

  /** Reads that many records from the beginning. */
  void read(String topic, int partitions, int count, Consumer<byte[]> each) {
    Properties properties = properties();
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          IntStream.range(0, partitions).mapToObj(i -> new TopicPartition(topic, i)).toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      for (int read = 0; read < count; ) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(10))) {
          each.accept(record.value());
          read++;
        }
      }
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
