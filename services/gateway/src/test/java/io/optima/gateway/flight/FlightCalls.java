package io.optima.gateway.flight;

import io.optima.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.AsyncPutListener;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.auth2.BearerCredentialWriter;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import tools.jackson.databind.JsonNode;

/** One principal's calls to the Flight door; rows are their values as text, parted by spaces. */
final class FlightCalls implements AutoCloseable {
  private final BufferAllocator allocator = new RootAllocator();
  private final CallOption who;
  private final FlightClient client;
  private final FlightSqlClient sql;

  FlightCalls(int port, String principal) {
    who = new CredentialCallOption(new BearerCredentialWriter(principal));
    client = FlightClient.builder(allocator, Location.forGrpcInsecure("127.0.0.1", port)).build();
    sql = new FlightSqlClient(client);
  }

  BufferAllocator allocator() {
    return allocator;
  }

  FlightClient client() {
    return client;
  }

  CallOption who() {
    return who;
  }

  List<String> sql(String statement) {
    return read(sql.execute(statement, who));
  }

  /** All rows of a dataset. */
  List<String> get(FlightDescriptor descriptor) {
    return read(client.getInfo(descriptor, who));
  }

  List<String> read(FlightInfo info) {
    List<String> rows = new ArrayList<>();
    for (FlightEndpoint endpoint : info.getEndpoints()) {
      try (FlightStream stream = client.getStream(endpoint.getTicket(), who)) {
        while (stream.next()) {
          add(stream.getRoot(), rows);
        }
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
    return rows;
  }

  /** A put that is told what became of each group as soon as it is known. */
  Put put(VectorSchemaRoot root, String... path) {
    BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    var started =
        client.startPut(
            FlightDescriptor.path(path),
            root,
            new AsyncPutListener() {
              @Override
              public void onNext(PutResult answer) {
                byte[] bytes = new byte[(int) answer.getApplicationMetadata().readableBytes()];
                answer.getApplicationMetadata().getBytes(0, bytes);
                answers.add(Json.mapper().readTree(bytes));
              }
            },
            who);
    return new Put(started, answers);
  }

  record Put(FlightClient.ClientStreamListener call, BlockingQueue<JsonNode> answers) {
    /** {@code partition:first-last durability} of the next group. */
    String next() throws InterruptedException {
      JsonNode answer = answers.poll(20, TimeUnit.SECONDS);
      if (answer == null) {
        throw new AssertionError("nothing came in 20 seconds");
      }
      return "%d:%d-%d %s"
          .formatted(
              answer.path("partition").asInt(),
              answer.path("firstOffset").asLong(),
              answer.path("lastOffset").asLong(),
              answer.path("durability").asString());
    }
  }

  private static void add(VectorSchemaRoot root, List<String> rows) {
    for (int row = 0; row < root.getRowCount(); row++) {
      int at = row;
      rows.add(
          String.join(
              " ",
              root.getFieldVectors().stream()
                  .map(vector -> String.valueOf(vector.getObject(at)))
                  .toList()));
    }
  }

  /** Proves that no buffer of this side leaked. */
  @Override
  public void close() throws Exception {
    client.close();
    allocator.close();
  }
}
