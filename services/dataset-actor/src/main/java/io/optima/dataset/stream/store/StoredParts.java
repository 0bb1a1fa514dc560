package io.optima.dataset.stream.store;

import io.optima.dataset.stream.SealedParts;
import io.optima.dataset.stream.StoredBatch;
import io.optima.dataset.stream.StreamInfo;
import io.optima.model.ChunkDigest;
import io.optima.model.OptimaException;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.SealedManifest.ProducerState;
import io.optima.model.stream.StreamSettings.Retention;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.query.stream.Compaction;
import io.optima.query.stream.SealSettings;
import io.optima.query.stream.Sealing;
import io.optima.query.stream.TailBatch;
import io.optima.query.stream.Truncation;
import io.optima.store.PublishSession;
import io.optima.store.Store;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;

/** Chunks by DuckDB, which is opened with the first seal. */
public final class StoredParts implements SealedParts, AutoCloseable {
  private final Store store;
  private final DuckDbSettings settings;
  private @Nullable Engine engine;

  /** What seals need, and nobody else. */
  private record Engine(
      BufferAllocator allocator, DuckDb duckDb, Sealing sealing, Compaction compaction) {
    static Engine open(DuckDbSettings settings, Store store) {
      BufferAllocator allocator = new RootAllocator();
      DuckDb duckDb = DuckDb.open(settings);
      return new Engine(
          allocator,
          duckDb,
          new Sealing(duckDb, SealSettings.DEFAULT, allocator),
          new Compaction(duckDb, SealSettings.DEFAULT, store.chunks(), allocator));
    }
  }

  public StoredParts(Store store, DuckDbSettings settings) {
    this.store = store;
    this.settings = settings;
  }

  @Override
  public SealedManifest read(ChunkDigest manifest) {
    return store.partitions().sealed(manifest);
  }

  @Override
  public PartitionEntry seal(
      PartitionEntry before,
      StreamInfo stream,
      Iterator<StoredBatch> batches,
      Supplier<List<ProducerState>> producers,
      Function<Sealed, PartitionEntry> commit) {
    Sealing.Target target =
        new Sealing.Target(
            before.stream(),
            before.partition().number(),
            stream.algorithm(),
            stream.stream().settings().schema());
    ChunkDigest base = before.manifest();
    try (PublishSession session = store.publish()) {
      Sealing.Sealed made =
          engine()
              .sealing()
              .seal(
                  session,
                  target,
                  base == null ? null : read(base),
                  new TailBatches(batches),
                  producers);
      return commit(session, made, commit);
    }
  }

  private static PartitionEntry commit(
      PublishSession session, Sealing.Sealed made, Function<Sealed, PartitionEntry> commit) {
    session.check();
    PartitionEntry after =
        commit.apply(
            new Sealed(
                made.manifest(), made.content().begin(), made.content().end(), made.bytes()));
    session.release();
    return after;
  }

  @Override
  public boolean isTooMuch(PartitionEntry sealedPart, Retention retention, Instant now) {
    ChunkDigest base = sealedPart.manifest();
    return base != null
        && !retention.equals(Retention.FOREVER)
        && Truncation.begin(read(base), retention, now) > sealedPart.begin();
  }

  @Override
  public Optional<PartitionEntry> truncate(
      PartitionEntry before,
      Retention retention,
      Instant now,
      Function<Sealed, PartitionEntry> commit) {
    if (!isTooMuch(before, retention, now)) {
      return Optional.empty();
    }
    SealedManifest manifest = read(Objects.requireNonNull(before.manifest()));
    long begin = Truncation.begin(manifest, retention, now);
    try (PublishSession session = store.publish()) {
      return Truncation.before(session, manifest, begin).map(made -> commit(session, made, commit));
    }
  }

  @Override
  public Optional<PartitionEntry> compact(
      PartitionEntry before,
      Consumer<OptimaException> damaged,
      Function<Sealed, PartitionEntry> commit) {
    ChunkDigest base = before.manifest();
    if (base == null) {
      return Optional.empty();
    }
    SealedManifest manifest = read(base);
    Compaction compaction = engine().compaction();
    if (!compaction.isWorth(manifest)) {
      return Optional.empty();
    }
    try (PublishSession session = store.publish()) {
      return compaction
          .compact(session, manifest, damaged)
          .map(made -> commit(session, made, commit));
    }
  }

  private synchronized Engine engine() {
    Engine open = engine;
    if (open == null) {
      open = Engine.open(settings, store);
      engine = open;
    }
    return open;
  }

  private record TailBatches(Iterator<StoredBatch> batches) implements Iterator<TailBatch> {
    @Override
    public boolean hasNext() {
      return batches.hasNext();
    }

    @Override
    public TailBatch next() {
      StoredBatch batch = batches.next();
      return new TailBatch(
          batch.firstOffset(), batch.records(), batch.appendedMicros(), batch.payload());
    }
  }

  @Override
  public synchronized void close() {
    if (engine != null) {
      engine.duckDb().close();
      engine.allocator().close();
      engine = null;
    }
  }
}
