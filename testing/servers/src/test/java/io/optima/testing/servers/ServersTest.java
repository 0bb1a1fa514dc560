package io.optima.testing.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each server answers in its own protocol, from a folder with a space in its name. */
class ServersTest {
  @TempDir Path temp;

  @Test
  void s3RefusesWhoHasNoKey() throws Exception {
    try (S3Server s3 = S3Server.start(folder())) {
      s3.bucket("optima");
      assertThat(status(s3.endpoint().resolve("/optima/key"), "")).isEqualTo(403);
    }
  }

  @Test
  void redisAnswersPing() throws IOException {
    try (RedisServer redis = RedisServer.start(folder())) {
      assertThat(ping(Integer.parseInt(redis.address().split(":")[1]))).isEqualTo("+PONG\r\n");
    }
  }

  @Test
  void postgresAnswersSelect() throws Exception {
    try (PostgresServer postgres = PostgresServer.start(folder());
        var connection = DriverManager.getConnection(postgres.jdbcUrl());
        var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select 41 + 1")) {
      rows.next();
      assertThat(rows.getInt(1)).isEqualTo(42);
    }
  }

  @Test
  void kafkaAccepts() {
    try (KafkaServer kafka = KafkaServer.start(folder())) {
      assertThat(ServerProcess.accepts(Integer.parseInt(kafka.bootstrap().split(":")[1]))).isTrue();
    }
  }

  @Test
  void zipkinTakesSpans() throws Exception {
    try (ZipkinServer zipkin = ZipkinServer.start(folder())) {
      String span =
          """
          [{"traceId": "00000000000000000000000000000abc", "id": "0000000000000abc", "name": "x"}]
          """;
      assertThat(status(zipkin.spans(), span)).isEqualTo(202);
    }
  }

  private Path folder() {
    return temp.resolve("a server");
  }

  private static int status(URI uri, String body) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .header("Content-Type", "application/json")
              .method(body.isEmpty() ? "PUT" : "POST", BodyPublishers.ofString(body))
              .build();
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  private static String ping(int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(7), StandardCharsets.UTF_8);
    }
  }
}
