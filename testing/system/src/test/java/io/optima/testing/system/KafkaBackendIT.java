package io.optima.testing.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.optima.client.GroupMember;
import io.optima.client.ReceivedRecord;
import io.optima.testing.servers.KafkaServer;
import io.optima.v1.ConsumeStart;
import io.optima.v1.Partition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A topic of a Kafka broker that is a stream, named by a secret, by the command line. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaBackendIT {
  private static final String STREAM = "web/orders";
  private static final Duration SOON = Duration.ofMinutes(2);

  private KafkaServer kafka;
  private OptimaUnderTest optima;

  @BeforeAll
  void begin(@TempDir Path folder) throws Exception {
    kafka = KafkaServer.start(folder.resolve("kafka"));
    try (Admin admin = admin()) {
      admin.createTopics(Set.of(new NewTopic("orders", 2, (short) 1))).all().get();
    }
    Path components = components(folder);
    optima = OptimaUnderTest.start(settings -> settings.withComponents(components));
  }

  @AfterAll
  void end() {
    optima.close();
    kafka.close();
  }

  /** Those of every installation, and a secret store that knows the broker. */
  private Path components(Path folder) throws IOException {
    Path components = Files.createDirectory(folder.resolve("components"));
    Path local = OptimaUnderTest.root().resolve("components/local");
    for (String file : List.of("state.yaml", "events.yaml")) {
      Files.copy(local.resolve(file), components.resolve(file));
    }
    Path secrets = folder.resolve("secrets.json");
    Files.writeString(
        secrets,
        """
        {
          "broker": {"bootstrap.servers": "%s", "client.id": "named-by-the-secret"},
          "other": {"bootstrap.servers": "127.0.0.1:1"}
        }
        """
            .formatted(kafka.bootstrap()));
    Files.writeString(
        components.resolve("vault.yaml"),
        """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: vault
        spec:
          type: secretstores.local.file
          version: v1
          metadata:
            - name: secretsFile
              value: %s
            - name: multiValued
              value: "true"
        """
            .formatted(secrets));
    return components;
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
  }

  private String command(String... arguments) throws Exception {
    return OptimaCommand.output(optima.home(), Map.of(), arguments);
  }

  private void produce(int from, int until) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrap()),
            new StringSerializer(),
            new StringSerializer())) {
      for (int number = from; number < until; number++) {
        var _ = producer.send(new ProducerRecord<>("orders", number % 2, null, "order " + number));
      }
    }
  }

  private static Set<String> orders(int until) {
    return IntStream.range(0, until)
        .mapToObj(number -> "order " + number)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<String> tail() throws Exception {
    return command("stream", "tail", STREAM, "--from", "earliest", "--no-follow").lines().toList();
  }

  @Test
  void theTopicIsTheStreamWhateverIsKilled() throws Exception {
    String made =
        command(
            "stream",
            "create",
            STREAM,
            "--kafka",
            kafka.bootstrap(),
            "--topic",
            "orders",
            "--kafka-secret",
            "vault/broker",
            "--seal-topic",
            "--seal-after",
            "1h");
    assertThat(made)
        .contains("created web/orders: 2 partitions, topic orders", "copied to chunks every 3,600");
    assertThat(
            OptimaCommand.run(
                optima.home(),
                "stream",
                "create",
                "web/elsewhere",
                "--kafka",
                kafka.bootstrap(),
                "--topic",
                "orders",
                "--kafka-secret",
                "vault/other"))
        .as("a secret for other brokers")
        .isNotZero();
    produce(0, 10);
    try (OptimaCommand publish =
        OptimaCommand.start(optima.home(), "stream", "publish", STREAM).ignoreOutput()) {
      publish.write("order 10\norder 11\n");
      publish.endInput();
      assertThat(publish.awaitEnd()).isZero();
    }
    assertThat(tail()).containsExactlyInAnyOrderElementsOf(orders(12));
    assertThat(command("sql", "select count(*) as n from web.orders")).contains("12");

    String sealed = command("stream", "seal", STREAM, "--json");
    assertThat(sealed).contains("\"sealed\"");
    assertThat(partitions()).allSatisfy(at -> assertThat(at.getSealed()).isEqualTo(at.getEnd()));
    deleteAll();
    produce(12, 20);
    assertThat(tail()).containsExactlyInAnyOrderElementsOf(orders(20));

    optima.running().program("optima").kill();
    optima.running().restart("optima", Map.of());
    optima.running().awaitReady();
    assertThat(tail()).containsExactlyInAnyOrderElementsOf(orders(20));
    assertThat(command("sql", "select count(*) as n from web.orders")).contains("20");
    command("stream", "seal", STREAM);
    assertThat(partitions()).allSatisfy(at -> assertThat(at.getSealed()).isEqualTo(at.getEnd()));
    aGroupIsSharedWithKafka();
  }

  private List<Partition> partitions() {
    return optima.client().streams().describe(STREAM).getPartitionsList();
  }

  /** As its retention does. */
  private void deleteAll() throws Exception {
    Map<TopicPartition, RecordsToDelete> all =
        partitions().stream()
            .collect(
                Collectors.toMap(
                    at -> new TopicPartition("orders", at.getNumber()),
                    at -> RecordsToDelete.beforeOffset(at.getEnd())));
    try (Admin admin = admin()) {
      admin.deleteRecords(all).all().get();
    }
  }

  /** One partition is ours, one that of a consumer that never heard of us. */
  private void aGroupIsSharedWithKafka() {
    Set<String> ours = new ConcurrentSkipListSet<>();
    Set<String> theirs = new ConcurrentSkipListSet<>();
    try (Consumer<String, String> plain = consumer();
        GroupMember member =
            optima
                .client()
                .streams()
                .consume(ConsumeStart.newBuilder().setStream(STREAM).setGroup("shared").build())) {
      plain.subscribe(Set.of("orders"));
      Thread reader = Thread.ofVirtual().start(() -> read(member, ours));
      await()
          .atMost(SOON)
          .until(
              () -> {
                plain.poll(Duration.ofMillis(100)).forEach(each -> theirs.add(each.value()));
                return plain.assignment().size() == 1;
              });
      produce(20, 60);
      Set<String> fresh = orders(60);
      fresh.removeAll(orders(20));
      await()
          .atMost(SOON)
          .until(
              () -> {
                plain.poll(Duration.ofMillis(100)).forEach(each -> theirs.add(each.value()));
                Set<String> all = new TreeSet<>(ours);
                all.addAll(theirs);
                return all.containsAll(fresh) && !ours.isEmpty() && !theirs.isEmpty();
              });
      reader.interrupt();
    }
  }

  private static void read(GroupMember member, Set<String> values) {
    try {
      while (member.hasNext()) {
        ReceivedRecord next = member.next();
        values.add(new String(Objects.requireNonNull(next.record().value()), UTF_8));
      }
    } catch (RuntimeException closed) {
      Thread.currentThread().interrupt(); // the test is over
    }
  }

  private Consumer<String, String> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers", kafka.bootstrap(),
            "group.id", "shared",
            "auto.offset.reset", "earliest",
            "enable.auto.commit", "false"),
        new StringDeserializer(),
        new StringDeserializer());
  }
}
