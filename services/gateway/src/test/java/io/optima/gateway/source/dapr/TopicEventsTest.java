package io.optima.gateway.source.dapr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.dapr.v1.DaprAppCallbackProtos.TopicEventRequest;
import io.optima.gateway.stream.Publications.Event;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.schema.DataTypes;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.model.stream.StreamSource.PubSub;
import io.optima.query.protobuf.RowMessages;
import io.optima.v1.Record;
import io.optima.v1.RecordBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** CloudEvents as records. */
final class TopicEventsTest {
  private static final PubSub TOPIC = new PubSub("events", "orders", "");
  private static final RowMessages ROWS =
      RowMessages.of(new TableSchema(List.of(new Field("id", DataTypes.parse("int64")))));

  private static TopicEventRequest.Builder event(String id, String type, String data) {
    return TopicEventRequest.newBuilder()
        .setId(id)
        .setSource("/shop")
        .setType("ordered")
        .setSpecVersion("1.0")
        .setDataContentType(type)
        .setData(ByteString.copyFromUtf8(data));
  }

  private static Record record(Event event) throws InvalidProtocolBufferException {
    return RecordBatch.parseFrom(event.records()).getRecords(0);
  }

  @Test
  void attributesAreHeadersAndTheDataTheValue() throws InvalidProtocolBufferException {
    Event event =
        new TopicEvents(TOPIC, null)
            .record(
                event("7", "text/plain", "hello")
                    .setExtensions(
                        Struct.newBuilder()
                            .putFields("partitionkey", text("ada"))
                            .putFields("time", text("2026-01-01T01:00:00+01:00"))
                            .putFields("traceparent", text("00-1-2-03")))
                    .build());
    assertThat(event.id()).isEqualTo("/shop 7");
    assertThat(event.key()).isEqualTo("ada".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Record record = record(event);
    assertThat(record.getValue().toStringUtf8()).isEqualTo("hello");
    assertThat(record.getKey().toStringUtf8()).isEqualTo("ada");
    assertThat(record.getTimestamp()).isEqualTo(1_767_225_600_000_000L);
    assertThat(record.getHeadersList())
        .extracting(header -> header.getName() + "=" + header.getValue().toStringUtf8())
        .containsExactly(
            "ce_specversion=1.0",
            "ce_id=7",
            "ce_source=/shop",
            "ce_type=ordered",
            "ce_time=2026-01-01T01:00:00+01:00",
            "content-type=text/plain");
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  @Test
  void withoutAKeyTheIdDecidesAndWithoutATimeTheMoment() throws InvalidProtocolBufferException {
    Event event = new TopicEvents(TOPIC, null).record(event("7", "", "x").build());
    assertThat(event.key()).isNull();
    assertThat(record(event).hasKey()).isFalse();
    assertThat(record(event).getTimestamp()).isZero();
  }

  @Test
  void eventsOfTwoSourcesWithOneIdAreTwo() {
    TopicEvents events = new TopicEvents(TOPIC, null);
    Event other = events.record(event("7", "", "x").setSource("/other").build());
    assertThat(other.id()).isNotEqualTo(events.record(event("7", "", "x").build()).id());
  }

  @Test
  void jsonOfATypedStreamIsARow() throws InvalidProtocolBufferException {
    TopicEvents events = new TopicEvents(TOPIC, ROWS);
    Event event =
        events.record(event("7", "application/json; charset=utf-8", "{\"id\": 5}").build());
    ROWS.check(record(event).getValue());
    refused(
        () -> events.record(event("7", "application/cloudevents+json", "{\"x\": 5}").build()), "x");
    refused(() -> events.record(event("7", "application/json", "{").build()), "no JSON");
    Event wire = events.record(event("7", "application/x-protobuf", "\b\005").build());
    assertThat(record(wire).getValue()).isEqualTo(record(event).getValue());
  }

  @Test
  void anEventWithoutAnIdIsRefused() {
    refused(() -> new TopicEvents(TOPIC, null).record(event("", "", "x").build()), "no id");
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String why) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessageContaining(why);
  }
}
