package io.optima.gateway.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.optima.gateway.stream.ChunkHistory;
import io.optima.gateway.stream.PartitionNodes.Stored;
import io.optima.gateway.stream.SealedHistory;
import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Settings;
import io.optima.model.stream.Durability;
import io.optima.model.stream.KafkaTopic;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.Stream;
import io.optima.model.stream.StreamSettings;
import io.optima.model.stream.StreamSettings.Retention;
import io.optima.model.stream.StreamSettings.SealPolicy;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.query.stream.Compaction;
import io.optima.query.stream.SealSettings;
import io.optima.query.stream.SealedRecords;
import io.optima.query.stream.Sealing;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import io.optima.testing.servers.KafkaServer;
import io.optima.v1.Record;
import io.optima.v1.RecordBatch;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topic of a real broker that two gateways seal at the same time, a few records at a time. */
final class TopicSealTest {
  private static final DatasetName NAME = DatasetName.parse("kafka/topic");
  private static final PartitionRef PARTITION = new PartitionRef(NAME, 0);
  private static final int RECORDS = 80;

  /** Of a gateway. */
  private record Gateway(Store store, DuckDb duckDb, KafkaClients clients, TopicHistory history)
      implements AutoCloseable {
    static Gateway open(KafkaTopic topic, Path store, Path spill, BufferAllocator allocator) {
      Store opened = Store.open(StoreSettings.in(store));
      DuckDb duckDb = DuckDb.open(new DuckDbSettings(1L << 28, 1, spill));
      return new Gateway(
          opened,
          duckDb,
          new KafkaClients(topic, secret -> Map.of()),
          history(opened, duckDb, allocator));
    }

    private static TopicHistory history(Store store, DuckDb duckDb, BufferAllocator allocator) {
      return new TopicHistory(
          store,
          new ChunkHistory(
              store.partitions(), new SealedRecords(duckDb, store.chunks(), allocator)),
          new Sealing(duckDb, SealSettings.DEFAULT, allocator),
          new Compaction(duckDb, SealSettings.DEFAULT, store.chunks(), allocator),
          Clock.systemUTC());
    }

    @Override
    public void close() {
      clients.close();
      duckDb.close();
      store.close();
    }
  }

  private static LogEntry dataset(KafkaTopic topic) {
    SealPolicy policy = new SealPolicy(1, Duration.ofHours(1), true);
    StreamSettings settings =
        new StreamSettings(1, null, Durability.MEMORY, Retention.FOREVER, policy, topic, null);
    return new LogEntry(
        1,
        LogEntry.Change.CREATED,
        NAME,
        Kind.STREAM,
        DigestAlgorithm.SHA256,
        new Settings("ada", "", Map.of(), Set.of()),
        false,
        null,
        "ada",
        Instant.EPOCH,
        "key",
        "",
        new Stream(new UUID(1, 2), settings));
  }

  /** Each in a transaction, so that no two of them are neighbours. */
  private static void produce(String servers) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin.createTopics(Set.of(new NewTopic("topic", 1, (short) 1))).all().get();
    }
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers, "transactional.id", "one"),
            new StringSerializer(),
            new StringSerializer())) {
      producer.initTransactions();
      for (int i = 0; i < RECORDS; i++) {
        producer.beginTransaction();
        var _ = producer.send(new ProducerRecord<>("topic", 0, null, "v" + i));
        producer.commitTransaction();
      }
    }
  }

  @Test
  void slicesOfRivalsFollowEachOtherAndHoldTheTopic(@TempDir Path folder) throws Exception {
    try (KafkaServer broker = KafkaServer.start(folder.resolve("kafka"));
        BufferAllocator allocator = new RootAllocator()) {
      KafkaTopic topic = new KafkaTopic(broker.bootstrap(), "topic", Map.of(), null);
      produce(broker.bootstrap());
      Path store = folder.resolve("store");
      try (Gateway one = Gateway.open(topic, store, folder.resolve("one"), allocator);
          Gateway other = Gateway.open(topic, store, folder.resolve("other"), allocator)) {
        CyclicBarrier start = new CyclicBarrier(2);
        CompletableFuture.allOf(seal(one, topic, start), seal(other, topic, start)).join();
        long end = 0;
        long number = 1;
        for (Optional<PartitionEntry> entry = entry(one, number);
            entry.isPresent();
            entry = entry(one, ++number)) {
          assertThat(entry.get().end()).isGreaterThan(end);
          end = entry.get().end();
        }
        assertThat(number).as("slices").isGreaterThan(RECORDS / 2);
        assertThat(read(other)).containsExactlyElementsOf(expected());
        int before = chunks(one);
        new TopicSeal(one.clients(), one.history(), 1).compact(PARTITION);
        assertThat(chunks(one)).isLessThan(before);
        assertThat(read(other)).containsExactlyElementsOf(expected());
      }
    }
  }

  private static CompletableFuture<Void> seal(
      Gateway gateway, KafkaTopic topic, CyclicBarrier start) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            start.await();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
          new TopicSeal(gateway.clients(), gateway.history(), /* sliceBytes= */ 1)
              .seal(dataset(topic), PARTITION);
        });
  }

  private static Optional<PartitionEntry> entry(Gateway gateway, long number) {
    return gateway.store().partitions().entry(PARTITION, number);
  }

  private static int chunks(Gateway gateway) {
    PartitionEntry head = gateway.history().sealed(PARTITION).orElseThrow();
    return gateway
        .store()
        .partitions()
        .sealed(Objects.requireNonNull(head.manifest()))
        .chunks()
        .size();
  }

  /** A record, then the marker that committed it. */
  private static List<String> expected() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      expected.add(2 * i + ":v" + i);
    }
    return expected;
  }

  private static List<String> read(Gateway gateway) throws Exception {
    List<String> found = new ArrayList<>();
    PartitionEntry head = gateway.history().sealed(PARTITION).orElseThrow();
    try (SealedHistory.Batches batches = gateway.history().chunks().read(head, 0)) {
      for (Optional<Stored> batch = batches.next(); batch.isPresent(); batch = batches.next()) {
        long at = batch.get().firstOffset();
        for (Record record : RecordBatch.parseFrom(batch.get().records()).getRecordsList()) {
          found.add(at++ + ":" + record.getValue().toString(UTF_8));
        }
      }
    }
    return found;
  }
}
