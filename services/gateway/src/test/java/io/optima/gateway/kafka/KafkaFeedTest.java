package io.optima.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.optima.gateway.Doors;
import io.optima.gateway.grpc.StreamCalls;
import io.optima.gateway.source.FedStream;
import io.optima.gateway.stream.SourceAppends;
import io.optima.gateway.stream.SourceProgress;
import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.KafkaTopic;
import io.optima.model.stream.Secrets;
import io.optima.model.stream.StreamSource;
import io.optima.testing.servers.KafkaServer;
import io.optima.v1.Column;
import io.optima.v1.CreateStreamRequest;
import io.optima.v1.Schema;
import io.optima.v1.StreamServiceGrpc;
import io.optima.v1.StreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Topics of a real broker copied into streams. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // opened before all tests
final class KafkaFeedTest {
  private static final Secrets NONE = secret -> Map.of();

  private final List<Running> feeds = new ArrayList<>();
  private KafkaServer broker;
  private Doors doors;
  private Channel ada;

  @BeforeAll
  void open(@TempDir Path folder) {
    broker = KafkaServer.start(folder.resolve("kafka"));
    doors = Doors.open(folder);
    ada = doors.as("ada");
  }

  @AfterAll
  void close() {
    doors.close();
    broker.close();
  }

  private record Running(Thread thread, CompletableFuture<Void> end) {}

  private void start(Runnable feed) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    feed.run();
                    end.complete(null);
                  } catch (RuntimeException e) {
                    end.completeExceptionally(e);
                  }
                });
    feeds.add(new Running(thread, end));
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (Running feed : feeds) {
      feed.thread().interrupt();
      feed.thread().join();
    }
    feeds.clear();
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
  }

  private void topic(String name, int partitions) throws Exception {
    try (Admin admin = admin()) {
      admin.createTopics(Set.of(new NewTopic(name, partitions, (short) 1))).all().get();
    }
  }

  private void produce(String topic, int partition, int from, int until) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrap()),
            new StringSerializer(),
            new StringSerializer())) {
      for (int number = from; number < until; number++) {
        var _ =
            producer.send(new ProducerRecord<>(topic, partition, null, partition + ":" + number));
      }
    }
  }

  private FedStream stream(String topic, UUID id, int partitions) {
    KafkaTopic named = new KafkaTopic(broker.bootstrap(), topic, Map.of(), null);
    return new FedStream(
        DatasetName.parse("fed/" + topic), id, partitions, StreamSource.of(named), "ada");
  }

  private FedStream created(String topic, int partitions) {
    return stream(
        topic,
        UUID.fromString(StreamCalls.create(ada, "fed/" + topic, partitions).getId()),
        partitions);
  }

  private SourceProgress feed(FedStream stream) {
    SourceProgress progress = new SourceProgress();
    KafkaFeed feed = new KafkaFeed(NONE, doors.part(SourceAppends.class));
    start(() -> feed.run(stream, progress));
    return progress;
  }

  private List<String> values(FedStream stream) throws InterruptedException {
    return StreamCalls.all(ada, stream.name().toString()).stream()
        .map(ByteString::toStringUtf8)
        .toList();
  }

  private void awaitValues(FedStream stream, List<String> expected) throws InterruptedException {
    await().atMost(Duration.ofMinutes(1)).until(() -> values(stream).size() >= expected.size());
    assertThat(values(stream)).isEqualTo(expected);
  }

  private static List<String> expected(int partitions, int count) {
    return IntStream.range(0, partitions)
        .boxed()
        .flatMap(partition -> IntStream.range(0, count).mapToObj(each -> partition + ":" + each))
        .toList();
  }

  @Test
  void aFeederGoesOnWhereTheLastOneStopped() throws Exception {
    topic("again", 2);
    FedStream stream = created("again", 2);
    produce("again", 0, 0, 500);
    produce("again", 1, 0, 500);
    feed(stream);
    awaitValues(stream, expected(2, 500));
    stop();
    produce("again", 0, 500, 700);
    produce("again", 1, 500, 700);
    SourceProgress progress = feed(stream);
    awaitValues(stream, expected(2, 700));
    assertThat(progress.state().stored()).isEqualTo(400);
    await()
        .untilAsserted(
            () ->
                assertThat(progress.state().positions())
                    .hasSize(2)
                    .allSatisfy((partition, at) -> assertThat(at.position()).isEqualTo("700")));
  }

  /** Of another group each, so that all of them have all partitions: as after a long pause. */
  @Test
  void feedersThatKnowNothingOfEachOtherStoreEachRecordOnceAndInOrder() throws Exception {
    topic("zombies", 2);
    FedStream stream = created("zombies", 2);
    UUID source = UUID.randomUUID();
    SourceAppends appends = doors.part(SourceAppends.class);
    for (int i = 0; i < 3; i++) {
      FedStream other = stream("zombies", UUID.randomUUID(), 2);
      start(() -> copy(other, source, appends));
    }
    for (int from = 0; from < 2_000; from += 100) {
      produce("zombies", 0, from, from + 100);
      produce("zombies", 1, from, from + 100);
    }
    awaitValues(stream, expected(2, 2_000));
    assertThat(feeds).noneMatch(feed -> feed.end().isDone());
  }

  private static void copy(FedStream stream, UUID source, SourceAppends appends) {
    KafkaTopic topic = Objects.requireNonNull(stream.source().kafka());
    try (KafkaClients clients = new KafkaClients(topic, NONE);
        TopicCopy copy = new TopicCopy(stream, source, clients, appends, new SourceProgress())) {
      copy.run();
    }
  }

  private OptimaException failure() {
    CompletableFuture<Void> end = feeds.getFirst().end();
    assertThatThrownBy(() -> end.get(1, TimeUnit.MINUTES)).isInstanceOf(ExecutionException.class);
    return (OptimaException) end.exceptionNow();
  }

  @Test
  void moreUseOfATopicThanAStreamHasRoomForIsRefused() throws Exception {
    topic("wide", 3);
    FedStream stream = created("wide", 2);
    feed(stream);
    assertThat(failure().code()).isEqualTo(ErrorCode.FAILED_PRECONDITION);
    assertThat(failure().text()).contains("3 partitions", "fed/wide has 2");
  }

  @Test
  void whatATypedStreamCannotTakeStopsItThere() throws Exception {
    topic("typed", 1);
    CreateStreamRequest request =
        CreateStreamRequest.newBuilder()
            .setName("fed/typed")
            .setSettings(
                StreamSettings.newBuilder()
                    .setSchema(
                        Schema.newBuilder()
                            .addColumns(Column.newBuilder().setName("id").setType("int64"))))
            .build();
    UUID id = UUID.fromString(StreamServiceGrpc.newBlockingStub(ada).createStream(request).getId());
    produce("typed", 0, 0, 1);
    feed(stream("typed", id, 1));
    assertThat(failure().code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    assertThat(failure().text()).contains("partition 0 of topic typed", "fed/typed cannot take");
  }

  @Test
  void recordsThatTheTopicDroppedAreNotSkippedInSilence() throws Exception {
    topic("short", 1);
    FedStream stream = created("short", 1);
    produce("short", 0, 0, 10);
    feed(stream);
    awaitValues(stream, expected(1, 10));
    stop();
    produce("short", 0, 10, 30);
    try (Admin admin = admin()) {
      admin
          .deleteRecords(Map.of(new TopicPartition("short", 0), RecordsToDelete.beforeOffset(20)))
          .all()
          .get();
    }
    feed(stream);
    assertThat(failure().text()).contains("short-0=10", "dropped before they were copied");
    assertThat(values(stream)).hasSize(10);
  }

  @Test
  void anAbsentTopicIsSaidToBeAbsent() {
    FedStream stream = created("absent", 1);
    feed(stream);
    assertThat(failure().text()).contains("there is no topic absent");
  }
}
