package io.optima.gateway.kafka;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.KafkaTopic;
import io.optima.model.stream.SecretRef;
import io.optima.model.stream.Secrets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's clients for one topic. There is one producer and one for questions, made when they are
 * needed first; consumers are their users'.
 */
final class KafkaClients implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Consumers are silent about brokers that are away; after this they are asked for something. */
  static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final ListOffsetsOptions COMMITTED =
      new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);

  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final KafkaTopic topic;
  private final Secrets secrets;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Admin admin;
  private @Nullable Producer<byte[], byte[]> producer;

  KafkaClients(KafkaTopic topic, Secrets secrets) {
    this.topic = topic;
    this.secrets = secrets;
  }

  KafkaTopic topic() {
    return topic;
  }

  /**
   * What the brokers answer.
   *
   * @throws OptimaException as {@link KafkaErrors} has them
   */
  <T> T ask(Function<Admin, KafkaFuture<T>> question) {
    try {
      return question.apply(admin()).get();
    } catch (ExecutionException | InterruptedException | KafkaException e) {
      throw KafkaErrors.of(e, topic);
    }
  }

  /** The topic as its brokers have it now; errors as {@link #ask}. */
  TopicDescription describe() {
    String name = topic.topic();
    return Objects.requireNonNull(
        ask(admin -> admin.describeTopics(Set.of(name)).allTopicNames()).get(name));
  }

  /**
   * Where partitions begin and end, and what is committed there; errors as {@link #ask}.
   *
   * @return by number of the partition
   */
  Map<Integer, Long> offsets(Set<Integer> partitions, OffsetSpec wanted) {
    Map<TopicPartition, OffsetSpec> question = new HashMap<>();
    partitions.forEach(number -> question.put(at(number), wanted));
    Map<Integer, Long> found = new HashMap<>();
    ask(admin -> admin.listOffsets(question, COMMITTED).all())
        .forEach((at, info) -> found.put(at.partition(), info.offset()));
    return found;
  }

  /** The same of one partition; −1 for a time behind its last record. */
  long offset(int partition, OffsetSpec wanted) {
    return Objects.requireNonNull(offsets(Set.of(partition), wanted).get(partition));
  }

  TopicPartition at(int partition) {
    return new TopicPartition(topic.topic(), partition);
  }

  /** Id of the brokers' cluster; errors as {@link #ask}. */
  String cluster() {
    return ask(admin -> admin.describeCluster().clusterId());
  }

  private Admin admin() {
    lock.lock();
    try {
      Admin known = admin;
      if (known == null) {
        Map<String, Object> settings = common();
        settings.putIfAbsent(
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 2);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        known = Admin.create(settings);
        admin = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  /** All replicas in sync have a record when it is acknowledged, and its repetitions are none. */
  Producer<byte[], byte[]> producer() {
    lock.lock();
    try {
      Producer<byte[], byte[]> known = producer;
      if (known == null) {
        Map<String, Object> settings = common();
        settings.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        settings.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 9 << 20);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        known = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer = known;
      }
      return known;
    } catch (KafkaException e) {
      throw KafkaErrors.of(e, topic);
    } finally {
      lock.unlock();
    }
  }

  /** After an error that a producer does not get over: the next one reads the secret again. */
  void forget(Producer<byte[], byte[]> broken) {
    lock.lock();
    try {
      if (broken.equals(producer)) {
        producer = null;
        Thread.ofVirtual().name("kafka-closing").start(broken::close);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * A consumer of committed records that commits nothing by itself.
   *
   * @param more settings
   */
  Consumer<byte[], byte[]> consumer(Map<String, Object> more) {
    Map<String, Object> settings = common();
    settings.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 20);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    settings.putIfAbsent(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 2);
    settings.putAll(more);
    try {
      return new KafkaConsumer<>(
          settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    } catch (KafkaException e) {
      throw KafkaErrors.of(e, topic);
    }
  }

  /** Consumers refuse to be closed by a thread that was interrupted. */
  static void close(Consumer<?, ?> consumer, Duration patience) {
    boolean interrupted = Thread.interrupted();
    try {
      consumer.close(CloseOptions.timeout(patience));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Map<String, Object> common() {
    Map<String, Object> settings = new HashMap<>(topic.properties());
    SecretRef secret = topic.secret();
    if (secret != null) {
      settings.putAll(entries(secret));
    }
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, topic.bootstrapServers());
    settings.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    return settings;
  }

  /** Whoever may create streams must not have secrets sent to brokers of his own. */
  private Map<String, String> entries(SecretRef secret) {
    Map<String, String> entries = secrets.read(secret);
    String servers = entries.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    if (!topic.bootstrapServers().equals(servers)) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "secret %s is not for the brokers %s: its entry bootstrap.servers has to be these",
          secret,
          topic.bootstrapServers());
    }
    for (String name : new TreeSet<>(entries.keySet())) {
      if (!KafkaTopic.SECRET.contains(name) && !KafkaTopic.SETTABLE.contains(name)) {
        throw OptimaException.of(
            ErrorCode.FAILED_PRECONDITION,
            "entry %s of secret %s cannot be set for Kafka's clients: remove it",
            name,
            secret);
      }
    }
    return entries;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (producer != null) {
        producer.close(CLOSING);
      }
      if (admin != null) {
        admin.close(CLOSING);
      }
    } finally {
      lock.unlock();
    }
  }
}
