package io.optima.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.optima.gateway.stream.PartitionNodes.Stored;
import io.optima.gateway.stream.Subscriptions.Subscriber;
import io.optima.gateway.wire.RowJson;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.query.protobuf.RowMessages;
import io.optima.v1.Record;
import io.optima.v1.RecordBatch;
import io.optima.v1.RecordHeader;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Records as events for a client, each with the places behind it. */
final class TailEvents implements Subscriber {
  private final EventStream events;
  private final @Nullable RowMessages rows;
  private final Map<Integer, Long> places;

  /**
   * @param rows what the stream's values are; null: bytes
   */
  TailEvents(EventStream events, Map<Integer, Long> places, @Nullable RowMessages rows) {
    this.rows = rows;
    this.events = events;
    this.places = new TreeMap<>(places);
  }

  @Override
  public synchronized void accept(Stored batch) {
    long offset = batch.firstOffset();
    for (Record record : records(batch)) {
      ObjectNode event = event(record, batch, offset++);
      places.put(batch.partition(), offset);
      events.send(TailPlaces.text(places), event);
    }
  }

  private static Iterable<Record> records(Stored batch) {
    try {
      return RecordBatch.parseFrom(batch.records()).getRecordsList();
    } catch (InvalidProtocolBufferException e) {
      throw new OptimaException(ErrorCode.CORRUPT, "a stored batch is damaged", e);
    }
  }

  private ObjectNode event(Record record, Stored batch, long offset) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    long micros = record.getTimestamp() == 0 ? batch.appended() : record.getTimestamp();
    event.put("partition", batch.partition());
    event.put("offset", offset);
    event.put("timestamp", Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString());
    if (record.hasKey()) {
      put(event, "key", record.getKey());
    }
    if (record.hasValue()) {
      putValue(event, record.getValue());
    }
    if (record.getHeadersCount() > 0) {
      ObjectNode headers = event.putObject("headers");
      for (RecordHeader header : record.getHeadersList()) {
        put(headers, header.getName(), header.getValue());
      }
    }
    return event;
  }

  /** What others wrote to a topic may be anything; it is shown as SQL shows it. */
  private void putValue(ObjectNode event, ByteString value) {
    if (rows == null) {
      put(event, "value", value);
      return;
    }
    try {
      event.set("value", RowJson.tree(rows, value));
    } catch (OptimaException e) {
      put(event, "value", value);
      event.put("unreadable", e.text());
    }
  }

  private static void put(ObjectNode event, String name, ByteString bytes) {
    if (bytes.isValidUtf8()) {
      event.put(name, bytes.toString(UTF_8));
    } else {
      event.put(name + "Base64", Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }
  }

  @Override
  public synchronized boolean isGone() {
    return events.isGone();
  }
}
