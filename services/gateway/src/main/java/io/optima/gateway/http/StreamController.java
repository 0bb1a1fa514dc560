package io.optima.gateway.http;

import io.optima.gateway.Callers;
import io.optima.gateway.stream.Credit;
import io.optima.gateway.stream.Publications;
import io.optima.gateway.stream.Streams;
import io.optima.gateway.stream.Subscription;
import io.optima.gateway.stream.Subscriptions;
import io.optima.gateway.wire.ProtoJson;
import io.optima.gateway.wire.StreamProtos;
import io.optima.model.DatasetName;
import io.optima.query.protobuf.RowMessages;
import io.optima.v1.CreateStreamRequest;
import io.optima.v1.UpdateStreamRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Streams and their records on HTTP. */
@RestController
@RequestMapping("/api/v1/streams")
final class StreamController {
  private final Callers callers;
  private final Streams streams;
  private final Publications publications;
  private final Subscriptions subscriptions;

  StreamController(
      Callers callers, Streams streams, Publications publications, Subscriptions subscriptions) {
    this.callers = callers;
    this.streams = streams;
    this.publications = publications;
    this.subscriptions = subscriptions;
  }

  @PostMapping
  ResponseEntity<byte[]> create(HttpServletRequest http) throws IOException {
    CreateStreamRequest.Builder request =
        ProtoJson.read(Bodies.text(http), CreateStreamRequest.newBuilder());
    return Replies.json(
        HttpStatus.CREATED,
        StreamProtos.stream(
            streams.create(callers.current(), StreamProtos.creation(request.build()))));
  }

  @GetMapping("/{group}/{name}")
  ResponseEntity<byte[]> describe(@PathVariable String group, @PathVariable String name) {
    return Replies.ok(
        StreamProtos.stream(streams.describe(callers.current(), new DatasetName(group, name))));
  }

  @PatchMapping("/{group}/{name}")
  ResponseEntity<byte[]> update(
      @PathVariable String group, @PathVariable String name, HttpServletRequest http)
      throws IOException {
    UpdateStreamRequest.Builder request =
        ProtoJson.read(Bodies.text(http), UpdateStreamRequest.newBuilder())
            .setName(group + "/" + name);
    return Replies.ok(
        StreamProtos.stream(
            streams.update(callers.current(), StreamProtos.update(request.build()))));
  }

  @PostMapping("/{group}/{name}/seal")
  ResponseEntity<byte[]> seal(@PathVariable String group, @PathVariable String name) {
    return Replies.ok(
        StreamProtos.stream(streams.seal(callers.current(), new DatasetName(group, name))));
  }

  /**
   * Publishes one record, or with {@code application/json} one or many; the answer is one place for
   * each, in their order.
   */
  @PostMapping("/{group}/{name}/records")
  ResponseEntity<byte[]> publish(
      @PathVariable String group,
      @PathVariable String name,
      @RequestParam(required = false) @Nullable String key,
      @RequestParam(defaultValue = "") String id,
      HttpServletRequest http)
      throws IOException {
    DatasetName stream = new DatasetName(group, name);
    var events =
        isJson(http)
            ? PostedRecords.json(Bodies.text(http), streams.rows(callers.current(), stream))
            : PostedRecords.raw(Bodies.bytes(http), key, id);
    return PostedRecords.reply(publications.events(callers.current(), stream, events));
  }

  private static boolean isJson(HttpServletRequest http) {
    String type = http.getContentType();
    return type != null
        && MediaType.parseMediaType(type).isCompatibleWith(MediaType.APPLICATION_JSON);
  }

  /**
   * Records as server-sent events. The id of each says where to go on, which browsers send back by
   * themselves.
   */
  @GetMapping("/{group}/{name}/records")
  void tail(
      @PathVariable String group,
      @PathVariable String name,
      @RequestParam(defaultValue = "latest") String from,
      @RequestParam(required = false) @Nullable Integer partition,
      @RequestParam(defaultValue = "true") boolean follow,
      @RequestHeader(name = "Last-Event-ID", defaultValue = "") String last,
      HttpServletResponse response)
      throws IOException {
    Subscriptions.Start start =
        TailPlaces.start(new DatasetName(group, name), from, partition, follow, last);
    Subscription subscription = subscriptions.open(callers.current(), start);
    RowMessages rows = streams.rows(callers.current(), start.stream());
    EventStream events = EventStream.open(response);
    subscription.run(new TailEvents(events, subscription.positions(), rows), Credit.unlimited());
  }
}
