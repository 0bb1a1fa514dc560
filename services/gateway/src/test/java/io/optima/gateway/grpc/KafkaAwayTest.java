package io.optima.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Channel;
import io.optima.gateway.Doors;
import io.optima.gateway.grpc.StreamCalls.Subscribed;
import io.optima.v1.StartAt;
import io.optima.v1.SubscribeStart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker goes and comes back. */
final class KafkaAwayTest {
  @Test
  void aBrokerThatIsAwayIsNamedAndEverythingGoesOnWhenItIsBack(@TempDir Path home)
      throws Exception {
    try (Broker broker = Broker.start(home.resolve("kafka"));
        Doors doors = Doors.open(home)) {
      Channel ada = doors.as("ada");
      broker.create("away", 1, Map.of());
      // otherwise records wait half a minute for their broker
      broker.stream(
          ada,
          "away",
          broker
              .topic("away")
              .putProperties("delivery.timeout.ms", "6000")
              .putProperties("request.timeout.ms", "5000")
              .build());
      StreamCalls.publish(ada, "kafka/away", 0, "before");
      Subscribed following =
          Subscribed.to(
              ada,
              SubscribeStart.newBuilder()
                  .setStream("kafka/away")
                  .setAt(StartAt.newBuilder().setEarliest(true))
                  .setCredit(1 << 20));
      assertThat(StreamCalls.values(following.next())).containsExactly("0:before");

      broker.server.stop();
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> StreamCalls.publish(ada, "kafka/away", 0, "lost"))
                      .hasMessageContaining("UNAVAILABLE")
                      .hasMessageContaining("away at " + broker.server.bootstrap()));
      broker.server.restart();

      await()
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptions()
          .until(() -> StreamCalls.publish(ada, "kafka/away", 0, "after").getFirstOffset() > 0);
      String last = "";
      while (!last.endsWith(":after")) {
        last = StreamCalls.values(following.next()).getLast();
      }
      following.end();
    }
  }
}
