package io.optima.testing.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.Durations;
import io.optima.client.ReceivedRecord;
import io.optima.testing.servers.KafkaServer;
import io.optima.v1.CreateStreamRequest;
import io.optima.v1.KafkaTopic;
import io.optima.v1.SealPolicy;
import io.optima.v1.SourceState;
import io.optima.v1.StreamSettings;
import io.optima.v1.StreamSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream that is fed from a topic of a Kafka broker while processes are killed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaSourceIT {
  private static final int PARTITIONS = 3;

  private KafkaServer kafka;
  private OptimaUnderTest optima;

  @BeforeAll
  void begin(@TempDir Path folder) {
    kafka = KafkaServer.start(folder.resolve("kafka"));
    optima = OptimaUnderTest.start();
  }

  @AfterAll
  void end() {
    optima.close();
    kafka.close();
  }

  private void create(String stream, String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
      admin.createTopics(Set.of(new NewTopic(topic, PARTITIONS, (short) 1))).all().get();
    }
    optima
        .client()
        .streams()
        .create(
            CreateStreamRequest.newBuilder()
                .setName(stream)
                .setSettings(
                    StreamSettings.newBuilder()
                        .setPartitions(PARTITIONS)
                        .setSeal(SealPolicy.newBuilder().setAge(Durations.fromMillis(700)))
                        .setSource(
                            StreamSource.newBuilder()
                                .setKafka(
                                    KafkaTopic.newBuilder()
                                        .setBootstrapServers(kafka.bootstrap())
                                        .setTopic(topic))))
                .build());
  }

  private KafkaProducer<String, String> producer(String transactional) {
    KafkaProducer<String, String> made =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrap(), "transactional.id", transactional),
            new StringSerializer(),
            new StringSerializer());
    made.initTransactions();
    return made;
  }

  /** What each partition of the stream has, in order. */
  private Map<Integer, List<String>> stored(String stream) {
    return StreamHistory.all(optima.client(), stream).stream()
        .collect(
            Collectors.groupingBy(
                ReceivedRecord::partition,
                TreeMap::new,
                Collectors.mapping(KafkaSourceIT::text, Collectors.toList())));
  }

  private static String text(ReceivedRecord record) {
    return new String(Objects.requireNonNull(record.record().value()), UTF_8);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void everyCommittedRecordIsThereOnceAndInOrder(long seed) throws Exception {
    Random random = new Random(seed);
    String topic = "orders-" + seed;
    String stream = "fed/" + topic;
    create(stream, topic);
    Map<Integer, List<String>> expected = new TreeMap<>();
    List<List<String>> victims = List.of(List.of("optima"), List.of("optima", "optima.daprd"));
    try (KafkaProducer<String, String> producer = producer(topic)) {
      int number = 0;
      for (List<String> killed : victims) {
        for (int transaction = 0; transaction < 20; transaction++) {
          number = transaction(producer, topic, number, random, expected);
        }
        int some = random.nextInt(number);
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> StreamHistory.all(optima.client(), stream).size() > some);
        number = transaction(producer, topic, number, random, expected);
        killed.forEach(victim -> optima.running().program(victim).kill());
        number = transaction(producer, topic, number, random, expected);
        killed.forEach(victim -> optima.running().restart(victim, Map.of()));
        optima.running().awaitReady();
      }
    }
    int all = expected.values().stream().mapToInt(List::size).sum();
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> StreamHistory.all(optima.client(), stream).size() >= all);
    assertThat(stored(stream)).as("seed %d", seed).isEqualTo(expected);
    SourceState state = optima.client().streams().describe(stream).getSource();
    assertThat(state.getActivity()).isEqualTo(SourceState.Activity.ACTIVITY_RUNNING);
    assertThat(state.getPositionsList()).hasSize(PARTITIONS);
  }

  /** Some are aborted, and leave gaps in the topic's offsets. */
  private static int transaction(
      KafkaProducer<String, String> producer,
      String topic,
      int from,
      Random random,
      Map<Integer, List<String>> expected) {
    boolean aborted = random.nextInt(4) == 0;
    int until = from + 1 + random.nextInt(200);
    producer.beginTransaction();
    for (int number = from; number < until; number++) {
      int partition = random.nextInt(PARTITIONS);
      String value = topic + " " + number;
      var _ = producer.send(new ProducerRecord<>(topic, partition, "key-" + number % 7, value));
      if (!aborted) {
        expected.computeIfAbsent(partition, none -> new ArrayList<>()).add(value);
      }
    }
    if (aborted) {
      producer.flush();
      producer.abortTransaction();
    } else {
      producer.commitTransaction();
    }
    return aborted ? from : until;
  }
}
