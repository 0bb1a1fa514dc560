package io.optima.query.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Settings;
import io.optima.model.stream.Durability;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionEntry.Change;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.RecordSchema;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.Stream;
import io.optima.model.stream.StreamRecord;
import io.optima.model.stream.StreamSettings;
import io.optima.model.stream.StreamSettings.Retention;
import io.optima.model.stream.StreamSettings.SealPolicy;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.stream.Sealing.Sealed;
import io.optima.store.PublishSession;
import io.optima.store.Store;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** A stream in a store whose journals are lists. Record {@code i} of a partition is {@code i}. */
public final class FakeStream implements Tails {
  private static final UUID ID = new UUID(1, 2);
  private static final long TIME = 1_700_000_000_000_000L;

  private final DatasetName name;
  private final @Nullable RecordSchema schema;
  private final Store store;
  private final DuckDb duckDb;
  private final BufferAllocator allocator;
  private final Map<PartitionRef, List<TailBatch>> journals =
      new TreeMap<>(Comparator.comparingInt(PartitionRef::number));
  private Runnable beforeNextLook = () -> {};

  public FakeStream(
      DatasetName name, int partitions, Store store, DuckDb duckDb, BufferAllocator allocator) {
    this(name, partitions, null, store, duckDb, allocator);
  }

  public FakeStream(
      DatasetName name,
      int partitions,
      @Nullable RecordSchema schema,
      Store store,
      DuckDb duckDb,
      BufferAllocator allocator) {
    this.name = name;
    this.schema = schema;
    this.store = store;
    this.duckDb = duckDb;
    this.allocator = allocator;
    for (int i = 0; i < partitions; i++) {
      journals.put(new PartitionRef(name, i), new ArrayList<>());
    }
    store.datasets().append(created(partitions));
  }

  private LogEntry created(int partitions) {
    return new LogEntry(
        1,
        LogEntry.Change.CREATED,
        name,
        Kind.STREAM,
        DigestAlgorithm.SHA256,
        new Settings("ann", "", Map.of(), Set.of("bob")),
        false,
        null,
        "ann",
        Instant.EPOCH,
        "key",
        "",
        new Stream(
            ID,
            new StreamSettings(
                partitions, schema, Durability.FSYNC, Retention.FOREVER, SealPolicy.DEFAULT)));
  }

  /** Appends batches of three records. */
  public void append(int partition, int batches) {
    List<TailBatch> journal = journal(partition);
    for (int i = 0; i < batches; i++) {
      long first = end(partition);
      List<StreamRecord> records = new ArrayList<>();
      for (long offset = first; offset < first + 3; offset++) {
        byte[] value = Long.toString(offset).getBytes(UTF_8);
        records.add(new StreamRecord(TIME + offset, null, value, List.of()));
      }
      journal.add(new TailBatch(first, 3, TIME, ByteBuffer.wrap(RecordBatches.encode(records))));
    }
  }

  /** Appends records with those values as one batch. */
  public void append(int partition, List<byte @Nullable []> values) {
    List<StreamRecord> records = new ArrayList<>();
    for (byte[] value : values) {
      records.add(new StreamRecord(TIME, null, value, List.of()));
    }
    ByteBuffer payload = ByteBuffer.wrap(RecordBatches.encode(records));
    journal(partition).add(new TailBatch(end(partition), records.size(), TIME, payload));
  }

  /** Merges chunks of a partition. */
  public void compact(int partition, SealSettings settings) {
    try (PublishSession session = store.publish()) {
      new Compaction(duckDb, settings, store.chunks(), allocator)
          .compact(session, sealed(partition).orElseThrow(), SealedStreams::fail)
          .ifPresent(result -> commit(partition, Change.COMPACTED, result));
      session.release();
    }
  }

  private List<TailBatch> journal(int partition) {
    return Objects.requireNonNull(journals.get(new PartitionRef(name, partition)));
  }

  private long end(int partition) {
    List<TailBatch> journal = journal(partition);
    return journal.isEmpty()
        ? head(partition).map(PartitionEntry::end).orElse(0L)
        : journal.getLast().firstOffset() + journal.getLast().records();
  }

  private Optional<PartitionEntry> head(int partition) {
    return store.partitions().head(new PartitionRef(name, partition));
  }

  private Optional<SealedManifest> sealed(int partition) {
    return head(partition)
        .map(entry -> store.partitions().sealed(Objects.requireNonNull(entry.manifest())));
  }

  /** Moves the first batches of a journal to chunks. */
  public void seal(int partition, int batches) {
    List<TailBatch> first = journal(partition).subList(0, batches);
    try (PublishSession session = store.publish()) {
      Sealed result =
          new Sealing(duckDb, SealSettings.DEFAULT, allocator)
              .seal(
                  session,
                  new Sealing.Target(ID, partition, DigestAlgorithm.SHA256, schema),
                  sealed(partition).orElse(null),
                  first.iterator(),
                  List::of);
      commit(partition, Change.SEALED, result);
      session.release();
    }
    first.clear();
  }

  /** Drops the chunks before an offset. */
  public void truncate(int partition, long offset) {
    try (PublishSession session = store.publish()) {
      Truncation.before(session, sealed(partition).orElseThrow(), offset)
          .ifPresent(result -> commit(partition, Change.TRUNCATED, result));
      session.release();
    }
  }

  private void commit(int partition, Change change, Sealed result) {
    store
        .partitions()
        .append(
            new PartitionEntry(
                head(partition).map(PartitionEntry::sequence).orElse(0L) + 1,
                change,
                new PartitionRef(name, partition),
                ID,
                1,
                null,
                result.content().begin(),
                result.content().end(),
                result.manifest(),
                result.bytes(),
                Instant.EPOCH));
  }

  /** Something happens when the next tail is asked for. */
  public void meanwhile(Runnable action) {
    beforeNextLook = action;
  }

  @Override
  public Tail open(PartitionRef partition, long from) {
    Runnable action = beforeNextLook;
    beforeNextLook = () -> {};
    action.run();
    return new Tail.Listed(
        List.copyOf(journal(partition.number())).stream()
            .filter(batch -> batch.firstOffset() >= from)
            .iterator());
  }
}
