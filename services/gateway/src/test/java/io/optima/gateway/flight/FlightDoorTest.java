package io.optima.gateway.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.gateway.Doors;
import io.optima.gateway.grpc.Uploads;
import io.optima.store.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.ActionType;
import org.apache.arrow.flight.AsyncPutListener;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.Criteria;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.SyncPutListener;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.auth2.BearerCredentialWriter;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.flight.sql.util.TableRef;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FlightDoorTest {
  private static final CallOption ADA = bearer("ada");
  private static final CallOption BOB = bearer("bob");

  private Doors doors;
  private BufferAllocator allocator;
  private FlightClient client;

  private static CallOption bearer(String token) {
    return new CredentialCallOption(new BearerCredentialWriter(token));
  }

  @BeforeAll
  void open(@TempDir Path home) throws Exception {
    doors = Doors.open(home);
    allocator = new RootAllocator();
    client =
        FlightClient.builder(allocator, Location.forGrpcInsecure("127.0.0.1", doors.grpcPort()))
            .build();
    Uploads.csv(doors.as("ada"), "flight/orders", "id,name\n1,one\n2,two\n3,three\n");
  }

  /** Closing the allocator proves that no buffer of this side leaked. */
  @AfterAll
  void close() throws Exception {
    client.close();
    allocator.close();
    doors.close();
  }

  private static FlightDescriptor path(String... parts) {
    return FlightDescriptor.path(parts);
  }

  private List<String> read(Ticket ticket, CallOption who) throws Exception {
    List<String> rows = new ArrayList<>();
    try (FlightStream stream = client.getStream(ticket, who)) {
      while (stream.next()) {
        VectorSchemaRoot root = stream.getRoot();
        for (int row = 0; row < root.getRowCount(); row++) {
          StringBuilder text = new StringBuilder();
          int at = row;
          root.getFieldVectors().forEach(v -> text.append(v.getObject(at)).append(' '));
          rows.add(text.toString().strip());
        }
      }
    }
    return rows;
  }

  private List<String> read(FlightInfo info, CallOption who) throws Exception {
    List<String> rows = new ArrayList<>();
    for (FlightEndpoint endpoint : info.getEndpoints()) {
      rows.addAll(read(endpoint.getTicket(), who));
    }
    return rows;
  }

  @Test
  void aPathNamesADatasetAndItsInfoCarriesTheRealSchema() throws Exception {
    FlightInfo info = client.getInfo(path("flight", "orders"), ADA);
    assertThat(info.getSchemaOptional().orElseThrow().getFields())
        .extracting("name")
        .containsExactly("id", "name");
    assertThat(info.getRecords()).isEqualTo(3);
    assertThat(info.getSchemaOptional().orElseThrow())
        .isEqualTo(client.getSchema(path("flight", "orders"), ADA).getSchema());
    assertThat(read(info, ADA)).containsExactly("1 one", "2 two", "3 three");
  }

  @Test
  void aCommandNarrowsToColumnsAndRows() throws Exception {
    FlightDescriptor command =
        FlightDescriptor.command(
            "{\"dataset\": \"flight/orders@1\", \"columns\": [\"name\"], \"offset\": 1, \"limit\": 1}"
                .getBytes(StandardCharsets.UTF_8));
    assertThat(read(client.getInfo(command, ADA), ADA)).containsExactly("two");
  }

  @Test
  void ticketsAreOnlyForWhomTheyWereIssued() {
    Ticket ticket =
        client.getInfo(path("flight", "orders"), ADA).getEndpoints().getFirst().getTicket();
    assertThatThrownBy(() -> read(ticket, BOB)).hasMessageContaining("was not issued to bob");
    byte[] forged = ticket.getBytes().clone();
    forged[forged.length - 1] ^= 1;
    assertThatThrownBy(() -> read(new Ticket(forged), ADA))
        .hasMessageContaining("was not issued to ada");
  }

  @Test
  void strangersFindNothing() {
    assertThatThrownBy(() -> client.getInfo(path("flight", "orders"), BOB))
        .hasMessageContaining("does not exist, or you may not read it");
    assertThatThrownBy(() -> client.getInfo(path("flight", "orders")))
        .hasMessageContaining("Bearer <token>");
    assertThat(client.listFlights(Criteria.ALL, BOB)).isEmpty();
  }

  @Test
  void flightsOfAGroupAreListed() {
    assertThat(client.listFlights(new Criteria("flight".getBytes(StandardCharsets.UTF_8)), ADA))
        .extracting(info -> info.getDescriptor().getPath())
        .contains(List.of("flight", "orders"));
  }

  @Test
  void aPutIsOneVersionAndSaysSoOnce() throws Exception {
    JsonNode first = put("flight", "put", 1, 2, 3);
    assertThat(first.path("version").asLong()).isEqualTo(1);
    assertThat(first.path("rows").asLong()).isEqualTo(3);
    assertThat(first.path("contentId").asString()).startsWith("sha256:");
    assertThat(put("flight", "put", 1, 2, 3).path("unchanged").asBoolean()).isTrue();
    assertThat(read(client.getInfo(path("flight", "put"), ADA), ADA))
        .containsExactly("1", "2", "3");
  }

  private JsonNode put(String group, String name, long... values) throws Exception {
    try (BigIntVector column = new BigIntVector("id", allocator);
        SyncPutListener listener = new SyncPutListener()) {
      for (int i = 0; i < values.length; i++) {
        column.setSafe(i, values[i]);
      }
      column.setValueCount(values.length);
      VectorSchemaRoot root = VectorSchemaRoot.of(column);
      FlightClient.ClientStreamListener put =
          client.startPut(path(group, name), root, listener, ADA);
      put.putNext();
      put.completed();
      try (PutResult result = listener.read()) {
        byte[] answer = new byte[(int) result.getApplicationMetadata().readableBytes()];
        result.getApplicationMetadata().getBytes(0, answer);
        put.getResult();
        return Json.mapper().readTree(answer);
      }
    }
  }

  @Test
  void aPutThatIsRefusedSaysWhy() {
    try (BigIntVector column = new BigIntVector("id", allocator)) {
      column.setValueCount(0);
      AsyncPutListener listener = new AsyncPutListener();
      FlightClient.ClientStreamListener put =
          client.startPut(path("flight", "orders@1"), VectorSchemaRoot.of(column), listener, ADA);
      put.completed();
      assertThatThrownBy(put::getResult).hasMessageContaining("is a version");
    }
  }

  @Test
  void actionsDescribeProveAndVerify() {
    assertThat(client.listActions(ADA))
        .extracting(ActionType::getType)
        .contains("describe", "prove", "verify", "CreatePreparedStatement");
    assertThat(last("describe").path("version").path("rows").asLong()).isEqualTo(3);
    assertThat(last("verify").path("result").path("intact").asBoolean()).isTrue();
  }

  private JsonNode last(String action) {
    Iterator<Result> results =
        client.doAction(new Action(action, "flight/orders".getBytes(StandardCharsets.UTF_8)), ADA);
    byte[] last = new byte[0];
    while (results.hasNext()) {
      last = results.next().getBody();
    }
    return Json.mapper().readTree(last);
  }

  /** The JDBC driver does not ask for types; others do. */
  @Test
  void sqlTypesAreDescribed() throws Exception {
    FlightSqlClient sql = new FlightSqlClient(client);
    List<String> all = read(sql.getXdbcTypeInfo(ADA), ADA);
    assertThat(all).anyMatch(row -> row.startsWith("BIGINT "));
    assertThat(read(sql.getXdbcTypeInfo(java.sql.Types.VARCHAR, ADA), ADA))
        .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .startsWith("VARCHAR ");
    assertThat(read(sql.getExportedKeys(TableRef.of(null, "flight", "orders"), ADA), ADA))
        .isEmpty();
  }
}
