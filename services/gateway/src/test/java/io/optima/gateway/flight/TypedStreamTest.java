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
import io.optima.query.protobuf.RowMessages;
import io.optima.v1.Column;
import io.optima.v1.CreateStreamRequest;
import io.optima.v1.DescribeStreamRequest;
import io.optima.v1.PublishBatchRequest;
import io.optima.v1.Record;
import io.optima.v1.RecordBatch;
import io.optima.v1.Schema;
import io.optima.v1.SealStreamRequest;
import io.optima.v1.Stream;
import io.optima.v1.StreamServiceGrpc;
import io.optima.v1.StreamServiceGrpc.StreamServiceBlockingStub;
import io.optima.v1.StreamSettings;
import java.nio.file.Path;
import java.util.List;
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
}
