package io.optima.gateway.flight;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.auth2.BearerCredentialWriter;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

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
