package io.optima.gateway.source.dapr;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.dapr.v1.DaprAppCallbackProtos.TopicEventRequest;
import io.optima.gateway.stream.Publications.Event;
import io.optima.gateway.wire.RowJson;
import io.optima.model.OptimaException;
import io.optima.model.stream.StreamSource.PubSub;
import io.optima.query.protobuf.RowMessages;
import io.optima.store.Json;
import io.optima.v1.Record;
import io.optima.v1.RecordBatch;
import io.optima.v1.RecordHeader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * CloudEvents as records: the data is the value, the extension {@code partitionkey} the key, and
 * the attributes are headers, as the Kafka protocol binding of CloudEvents has them in its binary
 * mode.
 */
final class TopicEvents {
  private final PubSub topic;
  private final @Nullable RowMessages rows;

  /**
   * @param rows what the stream's values are; null: bytes
   */
  TopicEvents(PubSub topic, @Nullable RowMessages rows) {
    this.topic = topic;
    this.rows = rows;
  }

  boolean hasDeadLetters() {
    return !topic.deadLetters().isEmpty();
  }

  /**
   * The event to publish; source and id together tell it from others (CloudEvents 1.0, id).
   *
   * @throws OptimaException INVALID_ARGUMENT when it has no id, or its data are no row of the
   *     stream
   */
  Event record(TopicEventRequest event) {
    if (event.getId().isEmpty()) {
      throw OptimaException.invalid(
          "an event of topic %s has no id, so nobody could tell it from its repetition: publish it"
              + " with one",
          topic.topic());
    }
    String key = extension(event, "partitionkey");
    Record.Builder record = Record.newBuilder().setValue(value(event));
    if (!key.isEmpty()) {
      record.setKey(ByteString.copyFromUtf8(key));
    }
    headers(event, record);
    return new Event(
        event.getSource() + " " + event.getId(),
        key.isEmpty() ? null : record.getKey().toByteArray(),
        RecordBatch.newBuilder()
            .addRecords(record.setTimestamp(micros(event)))
            .build()
            .toByteString(),
        null);
  }

  private ByteString value(TopicEventRequest event) {
    if (rows == null || !isJson(event.getDataContentType())) {
      return event.getData();
    }
    try {
      return RowJson.bytes(rows, Json.mapper().readTree(event.getData().toByteArray()));
    } catch (JacksonException e) {
      throw OptimaException.invalid("the data are no JSON: %s", e.getOriginalMessage());
    }
  }

  private static boolean isJson(String contentType) {
    String type = contentType.split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
    return type.equals("application/json") || type.endsWith("+json");
  }

  private static void headers(TopicEventRequest event, Record.Builder record) {
    header(record, "ce_specversion", event.getSpecVersion());
    header(record, "ce_id", event.getId());
    header(record, "ce_source", event.getSource());
    header(record, "ce_type", event.getType());
    header(record, "ce_time", extension(event, "time"));
    header(record, "ce_subject", extension(event, "subject"));
    header(record, "content-type", event.getDataContentType());
  }

  private static void header(Record.Builder record, String name, String value) {
    if (!value.isEmpty()) {
      record.addHeaders(
          RecordHeader.newBuilder().setName(name).setValue(ByteString.copyFromUtf8(value)));
    }
  }

  private static String extension(TopicEventRequest event, String name) {
    Struct extensions = event.getExtensions();
    return extensions.getFieldsOrDefault(name, Value.getDefaultInstance()).getStringValue();
  }

  /** 0, when it was stored, without a time. */
  private static long micros(TopicEventRequest event) {
    try {
      Instant time = OffsetDateTime.parse(extension(event, "time")).toInstant();
      return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    } catch (DateTimeException e) {
      return 0;
    }
  }
}
