package io.optima.testing.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.optima.client.OptimaClient;
import io.optima.client.PublisherSettings;
import io.optima.client.ReceivedRecord;
import io.optima.client.StreamPublisher;
import io.optima.client.StreamRecords;
import io.optima.model.stream.StreamRecord;
import io.optima.testing.history.History;
import io.optima.testing.history.History.Place;
import io.optima.testing.history.History.Sent;
import io.optima.v1.CreateStreamRequest;
import io.optima.v1.Durability;
import io.optima.v1.SealPolicy;
import io.optima.v1.StartAt;
import io.optima.v1.StreamSettings;
import io.optima.v1.SubscribeStart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Clients of one stream whose history is written down. */
final class StreamHistory {
  private final String stream;
  private final History history = new History();

  StreamHistory(String stream) {
    this.stream = stream;
  }

  History history() {
    return history;
  }

  /** Makes the stream, sealed whenever its records are that old. */
  void create(OptimaClient client, int partitions, Duration age) {
    create(client, partitions, age, Durability.DURABILITY_FSYNC);
  }

  void create(OptimaClient client, int partitions, Duration age, Durability durability) {
    client
        .streams()
        .create(
            CreateStreamRequest.newBuilder()
                .setName(stream)
                .setSettings(
                    StreamSettings.newBuilder()
                        .setPartitions(partitions)
                        .setDurability(durability)
                        .setSeal(
                            SealPolicy.newBuilder()
                                .setAge(
                                    com.google.protobuf.Duration.newBuilder()
                                        .setSeconds(age.toSeconds())
                                        .setNanos(age.toNanosPart()))))
                .build());
  }

  /**
   * Publishes until stopped, with keys, so that the order of each key is one partition's; slowly,
   * since the history remembers every record.
   */
  void publish(OptimaClient client, String publisher, AtomicBoolean stopped) {
    try (StreamPublisher out = client.streams().publisher(stream, PublisherSettings.DEFAULT)) {
      for (long number = 0; !stopped.get(); number++) {
        send(out, new Sent(publisher, number));
        if (number % 5 == 0) {
          LockSupport.parkNanos(1_000_000);
        }
      }
      out.flush();
    }
  }

  void publish(OptimaClient client, String publisher, long count) {
    try (StreamPublisher out = client.streams().publisher(stream, PublisherSettings.DEFAULT)) {
      for (long number = 0; number < count; number++) {
        send(out, new Sent(publisher, number));
      }
      out.flush();
    }
  }

  private void send(StreamPublisher out, Sent record) {
    history.sends(record);
    var _ =
        out.publish(record(record))
            .thenAccept(at -> history.told(record, new Place(at.partition(), at.offset())));
  }

  static StreamRecord record(Sent record) {
    return new StreamRecord(
        record.number() + 1,
        ("key-" + record.number() % 17).getBytes(UTF_8),
        (record.publisher() + " " + record.number()).getBytes(UTF_8),
        List.of());
  }

  /** Reads everything that is there. */
  long read(OptimaClient client) {
    List<ReceivedRecord> records = all(client, stream);
    records.forEach(this::reads);
    return records.size();
  }

  /** All records that a stream has now. */
  static List<ReceivedRecord> all(OptimaClient client, String stream) {
    List<ReceivedRecord> all = new ArrayList<>();
    try (StreamRecords records =
        client
            .streams()
            .subscribe(
                SubscribeStart.newBuilder()
                    .setStream(stream)
                    .setAt(StartAt.newBuilder().setEarliest(true))
                    .setUntilNow(true)
                    .build())) {
      while (records.hasNext()) {
        all.add(records.next());
      }
    }
    return all;
  }

  void reads(ReceivedRecord record) {
    String[] parts =
        new String(Objects.requireNonNull(record.record().value()), UTF_8).split(" ", -1);
    history.reads(
        new Sent(parts[0], Long.parseLong(parts[1])),
        new Place(record.partition(), record.offset()));
  }
}
