package io.optima.gateway.postgres;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.optima.gateway.Doors;
import io.optima.gateway.grpc.StreamCalls;
import io.optima.gateway.source.FedStream;
import io.optima.gateway.source.Sources;
import io.optima.gateway.stream.SourceAppends;
import io.optima.gateway.stream.SourceProgress;
import io.optima.gateway.wire.RowJson;
import io.optima.gateway.wire.SourceProtos;
import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.PostgresTable;
import io.optima.model.stream.StreamSource;
import io.optima.query.protobuf.RowMessages;
import io.optima.store.Store;
import io.optima.testing.servers.PostgresServer;
import io.optima.v1.CreateStreamRequest;
import io.optima.v1.Stream;
import io.optima.v1.StreamServiceGrpc;
import io.optima.v1.StreamSettings;
import io.optima.v1.UpdateStreamRequest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;

/** A real PostgreSQL with tables that streams behind real doors are fed from. */
final class FollowedDatabase implements AutoCloseable {
  private final List<Running> feeds = new ArrayList<>();
  private final PostgresServer server;
  private final Doors doors;
  private final Channel ada;

  FollowedDatabase(Path folder) {
    server = PostgresServer.start(folder.resolve("postgres"));
    doors = Doors.open(folder);
    ada = doors.as("ada");
  }

  /** A feeder, and how it ended. */
  record Running(Thread thread, CompletableFuture<Void> end, SourceProgress progress) {
    void stop() throws InterruptedException {
      thread.interrupt();
      thread.join();
    }
  }

  Channel ada() {
    return ada;
  }

  Store store() {
    return doors.part(Store.class);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl());
  }

  void run(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  List<String> query(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(query)) {
      while (answer.next()) {
        rows.add(answer.getString(1));
      }
    }
    return rows;
  }

  PostgresTable table(String name, String... columns) {
    return new PostgresTable(
        "127.0.0.1:" + server.port(),
        "postgres",
        "public." + name,
        "postgres",
        "disable",
        List.of(columns),
        null);
  }

  /** A stream {@code fed/<table>} from the table. */
  FedStream created(PostgresTable table, int partitions) {
    String name = "fed/" + table.tableName();
    StreamSource source = StreamSource.of(table);
    Stream made =
        StreamServiceGrpc.newBlockingStub(ada)
            .createStream(
                CreateStreamRequest.newBuilder()
                    .setName(name)
                    .setSettings(
                        StreamSettings.newBuilder()
                            .setPartitions(partitions)
                            .setSource(SourceProtos.source(source)))
                    .build());
    return new FedStream(
        DatasetName.parse(name), UUID.fromString(made.getId()), partitions, source, "ada");
  }

  PostgresFeed feed() {
    return new PostgresFeed(
        secret -> Map.of(), doors.part(SourceAppends.class), store().sourceSnapshots());
  }

  /** What feeds streams in a gateway. */
  Sources sources() {
    return new Sources(
        store().datasets(), List.of(feed()), Duration.ofMillis(100), Duration.ofSeconds(1));
  }

  /** The stream as its settings have it from now on. */
  void withoutSource(FedStream stream) {
    var _ =
        StreamServiceGrpc.newBlockingStub(ada)
            .updateStream(
                UpdateStreamRequest.newBuilder()
                    .setName(stream.name().toString())
                    .setSource(io.optima.v1.StreamSource.getDefaultInstance())
                    .build());
  }

  Running start(FedStream stream) {
    SourceProgress progress = new SourceProgress();
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    feed().run(stream, progress);
                    end.complete(null);
                  } catch (RuntimeException | InterruptedException e) {
                    end.completeExceptionally(e);
                  }
                });
    Running running = new Running(thread, end, progress);
    feeds.removeIf(feed -> !feed.thread().isAlive());
    feeds.add(running);
    return running;
  }

  void stopAll() throws InterruptedException {
    for (Running feed : feeds) {
      feed.stop();
    }
    feeds.clear();
  }

  /** Values of all records as JSON, partition after partition. */
  List<JsonNode> rows(FedStream stream) throws InterruptedException {
    RowMessages rows =
        java.util.Objects.requireNonNull(
            doors.part(SourceAppends.class).rows(stream.caller(), stream.name()));
    List<ByteString> values = StreamCalls.all(ada, stream.name().toString());
    return values.stream().map(value -> RowJson.tree(rows, value)).toList();
  }

  List<JsonNode> awaitRows(FedStream stream, int count) throws InterruptedException {
    awaitFeeding(() -> rows(stream).size() >= count);
    return rows(stream);
  }

  /** Or until a feeder failed. */
  void awaitFeeding(Callable<Boolean> condition) {
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> feeds.stream().anyMatch(feed -> isFailed(feed.end())) || condition.call());
    feeds.stream()
        .map(Running::end)
        .filter(FollowedDatabase::isFailed)
        .findFirst()
        .ifPresent(CompletableFuture::join);
  }

  private static boolean isFailed(CompletableFuture<?> end) {
    return end.isCompletedExceptionally()
        && !(end.exceptionNow() instanceof OptimaException why
            && why.code() == ErrorCode.CANCELLED);
  }

  @Override
  public void close() {
    doors.close();
    server.close();
  }
}
