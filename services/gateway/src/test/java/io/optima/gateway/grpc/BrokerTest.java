package io.optima.gateway.grpc;

import io.grpc.Channel;
import io.optima.gateway.Doors;
import io.optima.v1.DescribeStreamRequest;
import io.optima.v1.Stream;
import io.optima.v1.StreamServiceGrpc;
import io.optima.v1.StreamServiceGrpc.StreamServiceBlockingStub;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests of doors beside a real broker, whose topics are streams {@code kafka/<topic>} here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrokerTest {
  static final Duration SOON = Duration.ofSeconds(60);

  Broker broker;
  Doors doors;
  Channel ada;

  @BeforeAll
  void open(@TempDir Path home) {
    broker = Broker.start(home.resolve("kafka"));
    doors = Doors.open(home);
    ada = doors.as("ada");
  }

  @AfterAll
  void close() {
    doors.close();
    broker.close();
  }

  StreamServiceBlockingStub streams() {
    return StreamServiceGrpc.newBlockingStub(ada);
  }

  /** What HTTP answers ada; a body is posted. */
  String http(String path, @Nullable String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(doors.http().resolve("/api/v1/" + path))
            .header("authorization", "Bearer ada")
            .header("content-type", "application/json");
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              body == null ? request.build() : request.POST(BodyPublishers.ofString(body)).build(),
              BodyHandlers.ofString())
          .body();
    }
  }

  Stream describe(String topic) {
    return streams()
        .describeStream(DescribeStreamRequest.newBuilder().setName("kafka/" + topic).build());
  }
}
