package io.optima.gateway.stream;

import com.google.protobuf.UnsafeByteOperations;
import io.optima.gateway.stream.PartitionNodes.Stored;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.SealedManifest;
import io.optima.query.stream.SealedBatch;
import io.optima.query.stream.SealedBatches;
import io.optima.query.stream.SealedRecords;
import io.optima.store.PartitionLog;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/** Sealed records as they are in chunks. */
public final class ChunkHistory implements SealedHistory {
  private final PartitionLog log;
  private final SealedRecords records;

  public ChunkHistory(PartitionLog log, SealedRecords records) {
    this.log = log;
    this.records = records;
  }

  @Override
  public Batches read(PartitionEntry state, long from) {
    int partition = state.partition().number();
    return manifest(state)
        .<Batches>map(manifest -> new ChunkBatches(partition, records.read(manifest, from)))
        .orElseGet(() -> new ChunkBatches(partition, null));
  }

  @Override
  public OptionalLong find(PartitionEntry state, Instant time) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time);
    return manifest(state)
        .map(manifest -> records.firstAt(manifest, micros))
        .orElseGet(OptionalLong::empty);
  }

  private Optional<SealedManifest> manifest(PartitionEntry state) {
    return Optional.ofNullable(state.manifest()).map(log::sealed);
  }

  private record ChunkBatches(
      int partition, @org.jspecify.annotations.Nullable SealedBatches batches) implements Batches {
    @Override
    public Optional<Stored> next() {
      return batches == null || !batches.hasNext()
          ? Optional.empty()
          : Optional.of(stored(batches.next()));
    }

    private Stored stored(SealedBatch batch) {
      return new Stored(
          partition,
          batch.firstOffset(),
          batch.records(),
          UnsafeByteOperations.unsafeWrap(batch.payload()),
          0);
    }

    @Override
    public void close() {
      if (batches != null) {
        batches.close();
      }
    }
  }
}
