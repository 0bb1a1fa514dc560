package io.optima.bench;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Duration;
import io.optima.client.OptimaClient;
import io.optima.client.PublisherSettings;
import io.optima.client.RowStream;
import io.optima.client.StreamPublisher;
import io.optima.client.StreamRecords;
import io.optima.model.stream.StreamRecord;
import io.optima.v1.CreateStreamRequest;
import io.optima.v1.SealPolicy;
import io.optima.v1.StartAt;
import io.optima.v1.StreamSettings;
import io.optima.v1.SubscribeStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Records of 1 KB through streams, against topics of a Kafka broker: published with a sync before
 * each acknowledgement (against NATS too), consumed from the journal and from chunks, and one
 * column of them summed.
 */
final class StreamsWorkload implements Workload {
  private static final int PARTITIONS = 16;
  private static final int BYTES = 1024;

  /** It syncs for each record: a part of the records takes long enough. */
  private static final int NATS_SHARE = 10;

  /** Untimed rounds until the compilers of both sides have done most of their work. */
  private static final int WARM = 4;

  private static final int AMOUNT = 1;
  private static final int TEXT = 2;
  private static final String SCHEMA =
      """
      syntax = "proto3";
      message Order {
        int64 amount = 1;
        string text = 2;
      }
      """;

  private final List<byte[]> values = values();

  @Override
  public String name() {
    return "streams";
  }

  @Override
  public List<Ratio> run(Bench bench) throws Exception {
    OptimaClient optima = bench.optima().client();
    Topics kafka = bench.closing(Topics.start(bench.work().resolve("kafka")));
    Nats nats = bench.closing(Nats.start(bench.home(), bench.work().resolve("nats")));
    try {
      kafka.create("plain", PARTITIONS, Map.of());
      kafka.create("synced", PARTITIONS, Map.of("flush.messages", "1"));
      create(optima, "bench/orders", PARTITIONS);
      List<Ratio> ratios = new ArrayList<>(publishing(bench, optima, kafka, nats));
      ratios.addAll(latency(bench, optima, kafka));
      ratios.addAll(consuming(bench, optima, kafka));
      ratios.add(partitions(bench, optima));
      return ratios;
    } finally {
      bench.end(kafka);
      bench.end(nats);
    }
  }

  /** Messages of the schema, which do not compress to nothing. */
  private static List<byte[]> values() {
    SplittableRandom random = new SplittableRandom(1);
    return IntStream.range(0, 1000).mapToObj(i -> value(random, i)).toList();
  }

  private static byte[] value(SplittableRandom random, int amount) {
    byte[] bytes = new byte[BYTES];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeInt64(AMOUNT, 1000 + amount);
      int rest = BYTES - out.getTotalBytesWritten() - 3;
      out.writeString(
          TEXT,
          random
              .ints(rest, 'a', 'z')
              .collect(
                  StringBuilder::new,
                  (text, letter) -> text.append((char) letter),
                  StringBuilder::append)
              .toString());
      return Arrays.copyOf(bytes, out.getTotalBytesWritten());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing is sealed unless it is asked for. */
  private static void create(OptimaClient optima, String name, int partitions) {
    optima
        .streams()
        .create(
            CreateStreamRequest.newBuilder()
                .setName(name)
                .setSettings(
                    StreamSettings.newBuilder()
                        .setPartitions(partitions)
                        .setProtoSource(SCHEMA)
                        .setProtoMessage("Order")
                        .setSeal(
                            SealPolicy.newBuilder()
                                .setBytes(1L << 40)
                                .setAge(Duration.newBuilder().setSeconds(86_400))))
                .build());
  }

  private void publish(OptimaClient optima, String stream, int count) {
    try (StreamPublisher publisher =
        optima.streams().publisher(stream, PublisherSettings.DEFAULT)) {
      for (int i = 0; i < count; i++) {
        var _ = publisher.publish(record(i));
      }
    }
  }

  private StreamRecord record(int number) {
    return new StreamRecord(0, null, values.get(number % values.size()), List.of());
  }

  private List<Ratio> publishing(Bench bench, OptimaClient optima, Topics kafka, Nats nats)
      throws Exception {
    int rounds = bench.sizes().rounds();
    int count = bench.sizes().records();
    String work = "publish 1 KB records, synced, 16 partitions";
    for (int round = 0; round < WARM; round++) {
      publish(optima, "bench/orders", count);
      kafka.publish("plain", values, count);
    }
    Rounds plain =
        Rounds.of(
            bench,
            rounds,
            round -> publish(optima, "bench/orders", count),
            round -> kafka.publish("plain", values, count));
    Rounds synced =
        Rounds.of(
            bench,
            rounds,
            round -> publish(optima, "bench/orders", count),
            round -> kafka.publish("synced", values, count));
    nats.create("bench");
    Rounds always =
        Rounds.of(
            bench,
            Math.min(rounds, 3),
            round -> publish(optima, "bench/orders", count / NATS_SHARE),
            round -> nats.publish("bench", PARTITIONS, values, count / NATS_SHARE));
    return List.of(
        plain.speed(work, "Kafka, acks=all, not synced", 1.0),
        synced.speed(work, "Kafka, acks=all, flush.messages=1", 5.0),
        always.speed(work, "NATS JetStream, sync always", 3.0));
  }

  private List<Ratio> latency(Bench bench, OptimaClient optima, Topics kafka) throws Exception {
    int rate = bench.sizes().records() / 20;
    List<double[]> ours = new ArrayList<>();
    List<double[]> theirs = new ArrayList<>();
    for (int round = 0; round <= bench.sizes().rounds(); round++) {
      double[] our = latency(optima, rate);
      double[] their = latency(kafka, rate);
      if (round > 0) {
        ours.add(our);
        theirs.add(their);
        bench.say("  p50 %.1f against %.1f ms".formatted(our[0] * 1e3, their[0] * 1e3));
      }
    }
    String against = "Kafka, acks=all, flush.messages=1";
    return List.of(
        ratio("publish latency p50, %d records/s".formatted(rate), against, ours, theirs, 0),
        ratio("publish latency p99, %d records/s".formatted(rate), against, ours, theirs, 1));
  }

  private static Ratio ratio(
      String work, String against, List<double[]> ours, List<double[]> theirs, int which) {
    return new Ratio(
        work, against, Ratio.Better.TIME, 0.5, costs(ours, which), costs(theirs, which));
  }

  private static List<Cost> costs(List<double[]> rounds, int which) {
    return rounds.stream().map(each -> new Cost(each[which], Double.NaN)).toList();
  }

  private double[] latency(OptimaClient optima, int rate) throws InterruptedException {
    try (StreamPublisher publisher =
        optima.streams().publisher("bench/orders", PublisherSettings.DEFAULT)) {
      return Paced.latency(rate, number -> publisher.publish(record(number)));
    }
  }

  private double[] latency(Topics kafka, int rate) throws InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer = kafka.producer()) {
      return Paced.latency(
          rate,
          number -> {
            CompletableFuture<Void> answer = new CompletableFuture<>();
            var _ =
                producer.send(
                    new ProducerRecord<>("synced", values.get(number % values.size())),
                    (at, error) -> answer.complete(null));
            return answer;
          });
    }
  }

  private List<Ratio> consuming(Bench bench, OptimaClient optima, Topics kafka) throws Exception {
    int rounds = bench.sizes().rounds();
    int count = bench.sizes().records();
    create(optima, "bench/read", PARTITIONS);
    publish(optima, "bench/read", count);
    kafka.create("read", PARTITIONS, Map.of());
    kafka.publish("read", values, count);
    Cost.Work theirs = round -> kafka.read("read", PARTITIONS, count, value -> {});
    Rounds tail = Rounds.of(bench, rounds, round -> read(optima, count), theirs);
    optima.streams().seal("bench/read");
    Rounds chunks = Rounds.of(bench, rounds, round -> read(optima, count), theirs);
    long sum = sum(kafka, count);
    Rounds sums =
        Rounds.of(
            bench,
            rounds,
            round -> require(sum, sum(optima)),
            round -> require(sum, sum(kafka, count)));
    return List.of(
        tail.speed("consume from the journal", "Kafka consumer", 1.0),
        chunks.speed("consume sealed history", "Kafka consumer", 1.0),
        sums.speed("sum of a column of sealed history, SQL", "Kafka consumer, summing", 10.0));
  }

  private static void read(OptimaClient optima, int count) {
    SubscribeStart start =
        SubscribeStart.newBuilder()
            .setStream("bench/read")
            .setAt(StartAt.newBuilder().setEarliest(true))
            .setUntilNow(true)
            .build();
    int read = 0;
    try (StreamRecords records = optima.streams().subscribe(start)) {
      while (records.hasNext()) {
        records.next();
        read++;
      }
    }
    require(count, read);
  }

  private static long sum(OptimaClient optima) {
    try (RowStream rows = optima.rows().query("select sum(amount)::bigint from bench.read")) {
      rows.next();
      return ((Number) rows.rows().getVector(0).getObject(0)).longValue();
    }
  }

  private static long sum(Topics kafka, int count) {
    long[] sum = {0};
    kafka.read("read", PARTITIONS, count, value -> sum[0] += amount(value));
    return sum[0];
  }

  private static long amount(byte[] value) {
    try {
      CodedInputStream in = CodedInputStream.newInstance(value);
      in.readTag();
      return in.readInt64();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void require(long expected, long found) {
    if (expected != found) {
      throw new IllegalStateException(found + " instead of " + expected);
    }
  }

  /** Whoever holds a partition has to get it first, which is not the rate that is measured. */
  private void touch(OptimaClient optima, String stream, int partitions) {
    try (StreamPublisher publisher =
        optima.streams().publisher(stream, PublisherSettings.DEFAULT)) {
      for (int partition = 0; partition < partitions; partition++) {
        var _ = publisher.publish(partition, record(partition));
      }
    }
  }

  private Ratio partitions(Bench bench, OptimaClient optima) throws Exception {
    int count =
        bench.sizes().records() / 4; // all rounds together stay below what may wait unsealed
    create(optima, "bench/one", 1);
    create(optima, "bench/thousand", 1000);
    touch(optima, "bench/thousand", 1000);
    Rounds rounds =
        Rounds.of(
            bench,
            bench.sizes().rounds(),
            round -> publish(optima, "bench/thousand", count),
            round -> publish(optima, "bench/one", count));
    return rounds.speed("publish to 1,000 partitions", "to one", 0.9);
  }
}
