package io.optima.gateway.flight;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.optima.gateway.Doors;
import io.optima.gateway.grpc.StreamCalls;
import io.optima.model.stream.Partitioner;
import io.optima.query.protobuf.RowMessages;
import io.optima.v1.Column;
import io.optima.v1.CreateStreamRequest;
import io.optima.v1.DescribeStreamRequest;
import io.optima.v1.Durability;
import io.optima.v1.PublishBatchRequest;
import io.optima.v1.Record;
import io.optima.v1.RecordBatch;
import io.optima.v1.Schema;
import io.optima.v1.SealStreamRequest;
import io.optima.v1.Stream;
import io.optima.v1.StreamServiceGrpc;
import io.optima.v1.StreamServiceGrpc.StreamServiceBlockingStub;
import io.optima.v1.StreamSettings;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Streams with a schema at the doors. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TypedStreamTest {
  static final String ORDER =
      """
      syntax = "proto3";
      package shop;
      message Order {
        int64 id = 7;
        optional string name = 2;
        string price = 3; // optima: decimal(9,2)
      }
      """;

  private Doors doors;
  private FlightCalls flights;

  @BeforeAll
  void open(@TempDir Path home) {
    doors = Doors.open(home);
    flights = new FlightCalls(doors.grpcPort(), "ada");
  }

  @AfterAll
  void close() throws Exception {
    flights.close();
    doors.close();
  }

  private StreamServiceBlockingStub streams() {
    return StreamServiceGrpc.newBlockingStub(doors.as("ada"));
  }

  private Stream create(String name, StreamSettings.Builder settings) {
    return streams()
        .createStream(CreateStreamRequest.newBuilder().setName(name).setSettings(settings).build());
  }

  private Stream orders(String name, int partitions) {
    return create(
        name, StreamSettings.newBuilder().setPartitions(partitions).setProtoSource(ORDER));
  }

  private void publish(String stream, int partition, String... rows) {
    RowMessages messages = RowMessages.declared(ORDER, "");
    RecordBatch.Builder batch = RecordBatch.newBuilder();
    for (String row : rows) {
      batch.addRecords(Record.newBuilder().setValue(value(messages, row)));
    }
    publish(stream, partition, batch.build());
  }

  private void publish(String stream, int partition, RecordBatch batch) {
    var _ =
        streams()
            .publishBatch(
                PublishBatchRequest.newBuilder()
                    .setStream(stream)
                    .setPartition(partition)
                    .setRecords(batch.toByteString())
                    .setCount(batch.getRecordsCount())
                    .build());
  }

  private static ByteString value(RowMessages messages, String json) {
    try {
      DynamicMessage.Builder row = DynamicMessage.newBuilder(messages.message());
      JsonFormat.parser().merge(json, row);
      return row.build().toByteString();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private void seal(String stream) {
    var _ = streams().seal(SealStreamRequest.newBuilder().setName(stream).build());
  }

  @Test
  void theSchemaIsDescribed() throws Exception {
    Stream made = orders("typed/described", 1);
    assertThat(made.getSettings().getSchema().getColumnsList())
        .extracting(Column::getName, Column::getType)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("id", "int64"),
            org.assertj.core.groups.Tuple.tuple("name", "utf8"),
            org.assertj.core.groups.Tuple.tuple("price", "decimal(9,2)"));
    assertThat(made.getSettings().getProtoMessage()).isEqualTo("shop.Order");
    assertThat(FileDescriptorSet.parseFrom(made.getDescriptors()).getFile(0).getPackage())
        .isEqualTo("shop");
    assertThat(
            streams()
                .describeStream(
                    DescribeStreamRequest.newBuilder().setName("typed/described").build()))
        .isEqualTo(made);
    Stream again = create("typed/again", made.getSettings().toBuilder());
    assertThat(again.getSettings()).isEqualTo(made.getSettings());
  }

  @Test
  void columnsAreASchemaToo() {
    Schema columns =
        Schema.newBuilder()
            .addColumns(Column.newBuilder().setName("a").setType("int8"))
            .addColumns(Column.newBuilder().setName("b").setType("list<date>"))
            .build();
    Stream made = create("typed/columns", StreamSettings.newBuilder().setSchema(columns));
    assertThat(made.getSettings().getSchema()).isEqualTo(columns);
    assertThat(made.getSettings().getProtoSource()).contains("message Row");
    Schema taken =
        Schema.newBuilder().addColumns(Column.newBuilder().setName("key").setType("int8")).build();
    assertThatThrownBy(() -> create("typed/taken", StreamSettings.newBuilder().setSchema(taken)))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("column 'key' needs another name");
  }

  @Test
  void whatIsNoRowIsRefusedAtTheDoor() {
    orders("typed/refused", 1);
    Record row =
        Record.newBuilder()
            .setValue(
                ByteString.EMPTY.concat(
                    value(RowMessages.declared(ORDER, ""), "{\"price\": \"1\"}")))
            .build();
    Record junk = Record.newBuilder().setValue(ByteString.copyFromUtf8("{\"id\": 1}")).build();
    Record wrong =
        Record.newBuilder()
            .setValue(value(RowMessages.declared(ORDER, ""), "{\"price\": \"much\"}"))
            .build();
    RecordBatch.Builder batch = RecordBatch.newBuilder().addRecords(row);
    assertThatThrownBy(() -> publish("typed/refused", 0, batch.clone().addRecords(junk).build()))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("record 1: the value is no message shop.Order");
    assertThatThrownBy(() -> publish("typed/refused", 0, batch.clone().addRecords(wrong).build()))
        .hasMessageContaining("record 1: column 'price': 'much' is no decimal(9,2)");
    publish(
        "typed/refused",
        0,
        batch.addRecords(Record.newBuilder().setKey(ByteString.copyFrom("k", UTF_8))).build());
  }

  @Test
  void sqlSeesColumnsSealedAndNot() {
    orders("typed/sql", 2);
    publish("typed/sql", 0, "{\"id\": 1, \"name\": \"one\", \"price\": \"1.5\"}");
    publish("typed/sql", 1, "{\"id\": 2, \"price\": \"2\"}", "{\"price\": \"0\"}");
    seal("typed/sql");
    publish("typed/sql", 0, "{\"id\": 3, \"name\": \"three\", \"price\": \"3\"}");
    assertThat(flights.sql("select id, name, price from typed.sql order by id"))
        .isEqualTo(List.of("0 null 0.00", "1 one 1.50", "2 null 2.00", "3 three 3.00"));
  }

  /** Rows of the columns id, name and price; a null is a null. */
  private VectorSchemaRoot rows(@Nullable Object[]... rows) {
    BigIntVector ids = new BigIntVector("id", flights.allocator());
    VarCharVector names = new VarCharVector("name", flights.allocator());
    DecimalVector prices = new DecimalVector("price", flights.allocator(), 9, 2);
    VectorSchemaRoot root = VectorSchemaRoot.of(ids, names, prices);
    fill(root, rows);
    return root;
  }

  private static void fill(VectorSchemaRoot root, @Nullable Object[]... rows) {
    root.clear();
    for (int i = 0; i < rows.length; i++) {
      ((BigIntVector) root.getVector("id")).setSafe(i, ((Integer) rows[i][0]).longValue());
      if (rows[i][1] instanceof String name) {
        ((VarCharVector) root.getVector("name")).setSafe(i, name.getBytes(UTF_8));
      }
      ((DecimalVector) root.getVector("price")).setSafe(i, new BigDecimal((String) rows[i][2]));
    }
    root.setRowCount(rows.length);
  }

  @Test
  void rowsOfFlightAndRecordsAreOneStream() throws Exception {
    orders("typed/both", 1);
    publish("typed/both", 0, "{\"id\": 1, \"name\": \"one\", \"price\": \"1\"}");
    try (VectorSchemaRoot root =
        rows(new Object[] {2, "two", "2.00"}, new Object[] {3, null, "3.00"})) {
      FlightCalls.Put put = flights.put(root, "typed", "both");
      put.call().putNext();
      assertThat(put.next()).isEqualTo("0:1-2 fsync");
      seal("typed/both");
      fill(root, new Object[] {4, "four", "4.00"});
      put.call().putNext();
      assertThat(put.next()).isEqualTo("0:3-3 fsync");
      put.call().completed();
      put.call().getResult();
    }
    publish("typed/both", 0, "{\"id\": 5, \"price\": \"5\"}");
    List<String> expected =
        List.of("0 1 one 1.00", "1 2 two 2.00", "2 3 null 3.00", "3 4 four 4.00", "4 5 null 5.00");
    assertThat(
            flights.sql("select \"offset\", id, name, price from typed.both order by \"offset\""))
        .isEqualTo(expected);
    assertThat(
            flights.get(
                FlightDescriptor.command(
                    "{\"dataset\": \"typed/both\", \"columns\": [\"offset\", \"id\", \"name\", \"price\"]}"
                        .getBytes(UTF_8))))
        .isEqualTo(expected);
    RowMessages order = RowMessages.declared(ORDER, "");
    assertThat(StreamCalls.all(doors.as("ada"), "typed/both"))
        .hasSize(5)
        .element(3)
        .isEqualTo(value(order, "{\"id\": 4, \"name\": \"four\", \"price\": \"4.00\"}"));
  }

  @Test
  void aPutThatCannotBeRecordsIsRefusedAsAWhole() {
    orders("typed/whole", 1);
    try (VectorSchemaRoot root = rows(new Object[] {1, "a", "1.00"})) {
      FlightCalls.Put put = flights.put(root, "typed", "whole");
      put.call().putNext();
      ((DecimalVector) root.getVector("price")).setNull(0);
      put.call().putNext();
      put.call().completed();
      assertThatThrownBy(() -> put.call().getResult())
          .hasMessageContaining("row 2: column 'price' cannot be null here");
    }
    try (BigIntVector ids = new BigIntVector("ids", flights.allocator())) {
      ids.setValueCount(0);
      FlightCalls.Put put = flights.put(VectorSchemaRoot.of(ids), "typed", "whole");
      put.call().putNext();
      put.call().completed();
      assertThatThrownBy(() -> put.call().getResult())
          .hasMessageContaining("column 'ids' is none of those")
          .hasMessageContaining("id, name, price, key, timestamp, headers");
    }
    assertThat(flights.sql("select id from typed.whole")).containsExactly("1");
  }

  /** A client that waits for answers before it goes on is told all the same. */
  @Test
  void aRefusalIsToldAtOnce() throws Exception {
    orders("typed/once", 1);
    try (VectorSchemaRoot root = rows(new Object[] {1, "a", "1.00"})) {
      FlightCalls.Put put = flights.put(root, "typed", "once");
      put.call().putNext(metadata("{\"partition\": 7}"));
      assertThatThrownBy(() -> put.call().getResult()).hasMessageContaining("has no partition 7");
    }
  }

  private ArrowBuf metadata(String json) {
    ArrowBuf metadata = flights.allocator().buffer(json.length());
    metadata.writeBytes(json.getBytes(UTF_8));
    return metadata;
  }

  @Test
  void keysSayThePartition() throws Exception {
    create(
        "typed/keys",
        StreamSettings.newBuilder().setPartitions(3).setDurability(Durability.DURABILITY_MEMORY));
    try (VarCharVector keys = new VarCharVector("key", flights.allocator());
        VarCharVector values = new VarCharVector("value", flights.allocator())) {
      for (int i = 0; i < 30; i++) {
        keys.setSafe(i, ("k" + i).getBytes(UTF_8));
        values.setSafe(i, ("v" + i).getBytes(UTF_8));
      }
      VectorSchemaRoot root = new VectorSchemaRoot(List.of(keys, values));
      root.setRowCount(30);
      FlightCalls.Put put = flights.put(root, "typed", "keys");
      put.call().putNext(metadata("{\"durability\": \"fsync\"}"));
      put.call().completed();
      put.call().getResult();
      assertThat(List.of(put.next(), put.next(), put.next()))
          .allMatch(answer -> answer.endsWith(" fsync"))
          .extracting(answer -> answer.substring(0, 3))
          .containsExactly("0:0", "1:0", "2:0");
    }
    List<String> placed =
        flights.sql("select \"partition\", decode(key), decode(value) from typed.keys");
    assertThat(placed).hasSize(30);
    for (String row : placed) {
      String[] parts = row.split(" ");
      assertThat(Partitioner.partition(parts[1].getBytes(UTF_8), 3))
          .isEqualTo(Integer.parseInt(parts[0]));
      assertThat(parts[2].substring(1)).isEqualTo(parts[1].substring(1));
    }
  }

  @Test
  void plainStreamsAreReadAtOneMoment() throws Exception {
    StreamCalls.create(doors.as("ada"), "typed/plain", 2);
    var _ = StreamCalls.publish(doors.as("ada"), "typed/plain", 0, "a", "b");
    var _ = StreamCalls.publish(doors.as("ada"), "typed/plain", 1, "c");
    seal("typed/plain");
    var _ = StreamCalls.publish(doors.as("ada"), "typed/plain", 0, "d");
    FlightInfo info =
        flights.client().getInfo(FlightDescriptor.path("typed", "plain"), flights.who());
    assertThat(info.getSchemaOptional().orElseThrow().getFields())
        .extracting("name")
        .containsExactly("partition", "offset", "timestamp", "key", "value", "headers");
    assertThat(info.getRecords()).isEqualTo(4);
    var _ = StreamCalls.publish(doors.as("ada"), "typed/plain", 1, "e");
    seal("typed/plain");
    assertThat(flights.read(info)).hasSize(4);
    assertThat(
            flights.sql(
                "select \"partition\", \"offset\", decode(value) from typed.plain order by 1, 2"))
        .containsExactly("0 0 a", "0 1 b", "0 2 d", "1 0 c", "1 1 e");
  }

  @Test
  void streamsAreDownloadedLikeTables() throws Exception {
    orders("typed/files", 1);
    publish("typed/files", 0, "{\"id\": 1, \"name\": \"one\", \"price\": \"1.5\"}");
    seal("typed/files");
    publish("typed/files", 0, "{\"id\": 2, \"price\": \"2\"}");
    HttpClient http = HttpClient.newHttpClient();
    HttpResponse<String> csv =
        http.send(
            HttpRequest.newBuilder(
                    doors
                        .http()
                        .resolve(
                            "/api/v1/datasets/typed/files/versions/latest/content?format=csv&columns=id,name,price"))
                .header("authorization", "Bearer ada")
                .build(),
            HttpResponse.BodyHandlers.ofString());
    http.close();
    assertThat(csv.statusCode()).as(csv.body()).isEqualTo(200);
    assertThat(csv.body().lines()).containsExactly("id,name,price", "1,one,1.50", "2,,2.00");
  }
}
