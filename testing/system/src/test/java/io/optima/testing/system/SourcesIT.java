package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.optima.client.ReceivedRecord;
import io.optima.testing.servers.RedisServer;
import io.optima.v1.Column;
import io.optima.v1.CreateStreamRequest;
import io.optima.v1.PubSubSource;
import io.optima.v1.Schema;
import io.optima.v1.SourceState;
import io.optima.v1.StreamSettings;
import io.optima.v1.StreamSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Streams that are fed from topics of Dapr, with Redis behind them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SourcesIT {
  private static final String COMPONENT = "feed";

  private RedisServer redis;
  private OptimaUnderTest optima;
  private SidecarPublisher publisher;

  @BeforeAll
  void begin(@TempDir Path folder) throws IOException {
    redis = RedisServer.start(folder.resolve("redis"));
    Path components = Files.createDirectory(folder.resolve("components"));
    Path local = OptimaUnderTest.root().resolve("components/local");
    for (String file : List.of("state.yaml", "events.yaml")) {
      Files.copy(local.resolve(file), components.resolve(file));
    }
    Files.writeString(
        components.resolve("feed.yaml"),
        """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: feed
        spec:
          type: pubsub.redis
          version: v1
          metadata:
            - name: redisHost
              envRef: OPTIMA_REDIS
            - name: processingTimeout
              value: 2s
            - name: redeliverInterval
              value: 1s
        """);
    optima =
        OptimaUnderTest.start(
            settings -> settings.withComponents(components).withRedis(redis.address()));
    publisher = new SidecarPublisher(optima, "optima", COMPONENT);
  }

  @AfterAll
  void end() {
    publisher.close();
    optima.close();
    redis.close();
  }

  private void create(String stream, StreamSettings.Builder settings, String deadLetters) {
    optima
        .client()
        .streams()
        .create(
            CreateStreamRequest.newBuilder()
                .setName(stream)
                .setSettings(
                    settings.setSource(
                        StreamSource.newBuilder()
                            .setPubSub(
                                PubSubSource.newBuilder()
                                    .setComponent(COMPONENT)
                                    .setTopic(stream.replace('/', '-'))
                                    .setDeadLetters(deadLetters))))
                .build());
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> state(stream).getActivity() == SourceState.Activity.ACTIVITY_RUNNING);
  }

  private SourceState state(String stream) {
    return optima.client().streams().describe(stream).getSource();
  }

  private List<String> values(String stream) {
    return StreamHistory.all(optima.client(), stream).stream().map(SourcesIT::text).toList();
  }

  private static String text(ReceivedRecord record) {
    return new String(Objects.requireNonNull(record.record().value()), StandardCharsets.UTF_8);
  }

  private static String header(ReceivedRecord record, String name) {
    return record.record().headers().stream()
        .filter(header -> header.name().equals(name))
        .map(header -> new String(Objects.requireNonNull(header.value()), StandardCharsets.UTF_8))
        .findFirst()
        .orElse("");
  }

  @Test
  void anEventThatComesTwiceIsStoredOnce() {
    create("topics/twice", StreamSettings.newBuilder().setPartitions(3), "");
    publisher.publish("topics-twice", "a", "ada", "\"one\"");
    publisher.publish("topics-twice", "a", "ada", "\"one\"");
    publisher.publish("topics-twice", "b", "ada", "\"two\"");
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              assertThat(values("topics/twice")).containsExactlyInAnyOrder("\"one\"", "\"two\"");
              assertThat(state("topics/twice").getRepeated()).isEqualTo(1);
            });
    List<ReceivedRecord> records = StreamHistory.all(optima.client(), "topics/twice");
    assertThat(records.getFirst().partition())
        .as("of the same key")
        .isEqualTo(records.getLast().partition());
    assertThat(records.getFirst().record().key()).isEqualTo("ada".getBytes(StandardCharsets.UTF_8));
    assertThat(header(records.getFirst(), "ce_id")).isIn("a", "b");
    assertThat(header(records.getFirst(), "ce_source")).isEqualTo("/tests");
    assertThat(records.getFirst().record().timestamp()).isEqualTo(1_767_225_600_000_000L);
  }

  @Test
  void eventsOfATypedStreamAreRowsAndOthersDeadLetters() throws Exception {
    StreamSettings.Builder typed =
        StreamSettings.newBuilder()
            .setSchema(
                Schema.newBuilder().addColumns(Column.newBuilder().setName("id").setType("int64")));
    try (SidecarTopic dead = new SidecarTopic(optima, "optima", COMPONENT, "dead")) {
      create("topics/typed", typed, "dead");
      publisher.publish("topics-typed", "1", "k", "{\"id\": 7}");
      publisher.publish("topics-typed", "2", "k", "{\"other\": true}");
      publisher.publish("topics-typed", "3", "k", "{\"id\": 8}");
      await().atMost(Duration.ofMinutes(1)).until(() -> !dead.messages().isEmpty());
      assertThat(dead.messages()).singleElement().asString().contains("other");
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> Queries.number(optima.client(), "select sum(id) from topics.typed") == 15);
      assertThat(state("topics/typed").getProblem()).contains("event '2'", "other");
    }
  }

  @Test
  void eventsSurviveProcessesThatAreKilled() {
    long seed = 1;
    Random random = new Random(seed);
    String stream = "topics/crash";
    create(stream, StreamSettings.newBuilder().setPartitions(2), "");
    List<List<String>> victims =
        List.of(List.of("optima"), List.of("optima.daprd"), List.of("optima", "optima.daprd"));
    int sent = 0;
    for (List<String> killed : victims) {
      int until = sent + 100 + random.nextInt(200);
      for (; sent < until; sent++) {
        publisher.publish("topics-crash", "event-" + sent, "key-" + sent % 5, "" + sent);
      }
      killed.forEach(victim -> optima.running().program(victim).kill());
      killed.forEach(victim -> optima.running().restart(victim, Map.of()));
      optima.running().awaitReady();
    }
    int events = sent;
    await().atMost(Duration.ofMinutes(2)).until(() -> values(stream).size() >= events);
    assertThat(values(stream))
        .as("seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, events).mapToObj(String::valueOf).toList());
  }
}
