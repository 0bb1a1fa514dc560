package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.Durations;
import io.optima.client.PublisherSettings;
import io.optima.client.StreamPublisher;
import io.optima.model.stream.StreamRecord;
import io.optima.v1.CreateStreamRequest;
import io.optima.v1.SealPolicy;
import io.optima.v1.StreamSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a node does with its partitions when it stops in order, and after it was killed. */
class StreamRestartIT {
  private static final String STREAM = "web/clicks";

  private static void publish(OptimaUnderTest optima, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    try (StreamPublisher publisher =
        optima.client().streams().publisher(STREAM, PublisherSettings.DEFAULT)) {
      var _ = publisher.publish(new StreamRecord(0, null, bytes, List.of()));
    }
  }

  /** What the entries of the partition's commit log did, in their order. */
  private static List<String> changes(OptimaUnderTest optima) throws IOException {
    Path folder = optima.home().resolve("store/datasets").resolve(STREAM).resolve("partitions");
    try (Stream<Path> entries = Files.walk(folder)) {
      return entries
          .filter(path -> path.toString().endsWith(".json"))
          .sorted()
          .map(StreamRestartIT::change)
          .toList();
    }
  }

  private static String change(Path entry) {
    try {
      return Files.readString(entry).replaceAll("(?s).*\"change\"\\s*:\\s*\"([A-Z]+)\".*", "$1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void advancesAreAnnouncedOnPubSub() throws Exception {
    try (OptimaUnderTest optima = OptimaUnderTest.start();
        SidecarTopic topic = new SidecarTopic(optima, "optima", "events", "optima.stream")) {
      create(optima);
      publish(optima, "one");
      publish(optima, "two");
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () ->
                  assertThat(topic.messages())
                      .last()
                      .asString()
                      .contains("\"stream\":\"web/clicks\"", "\"begin\":0", "\"end\":2"));
    }
  }

  private static void create(OptimaUnderTest optima) {
    optima
        .client()
        .streams()
        .create(
            CreateStreamRequest.newBuilder()
                .setName(STREAM)
                .setSettings(
                    StreamSettings.newBuilder()
                        .setSeal(SealPolicy.newBuilder().setAge(Durations.fromHours(1))))
                .build());
  }

  @Test
  void partitionsAreHandedBackByAStopAndTakenAgainAfterAKill() throws IOException {
    try (OptimaUnderTest optima = OptimaUnderTest.start()) {
      create(optima);
      publish(optima, "one");
      assertThat(changes(optima)).containsExactly("OPENED");
      optima.startAgain(settings -> settings);
      assertThat(changes(optima)).containsExactly("OPENED", "SEALED", "RELEASED");

      publish(optima, "two");
      assertThat(changes(optima)).endsWith("RELEASED", "OPENED");
      optima.restart("optima", Map.of());
      await().atMost(Duration.ofMinutes(2)).until(() -> changes(optima).size() > 4);
      assertThat(changes(optima)).as("nobody asked for it").endsWith("OPENED", "OPENED");
    }
  }
}
