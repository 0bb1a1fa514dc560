package io.optima.gateway.stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.optima.gateway.stream.PartitionNodes.Stored;
import io.optima.identity.PartitionIdentity;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.SealedManifest;
import io.optima.query.stream.PeaksText;
import io.optima.query.stream.SealedBatch;
import io.optima.query.stream.SealedBatches;
import io.optima.query.stream.SealedRecords;
import io.optima.store.PartitionLog;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

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
    return new ChunkBatches(
        state, manifest(state).map(manifest -> records.read(manifest, from)).orElse(null));
  }

  @Override
  public OptionalLong find(PartitionEntry state, Instant time) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time);
    return manifest(state)
        .map(manifest -> records.firstAt(manifest, micros))
        .orElseGet(OptionalLong::empty);
  }

  /** Identifies all that is sealed; empty for nothing. */
  public static String content(PartitionLog log, PartitionEntry state) {
    if (state.manifest() == null) {
      return "";
    }
    SealedManifest sealed = log.sealed(state.manifest());
    return PartitionIdentity.of(
            sealed.stream(), sealed.partition(), PeaksText.parse(sealed.peaks()))
        .toString();
  }

  private Optional<SealedManifest> manifest(PartitionEntry state) {
    return Optional.ofNullable(state.manifest()).map(log::sealed);
  }

  /** A batch without records says that the last offsets have none. */
  private static final class ChunkBatches implements Batches {
    private final int partition;
    private final long end;
    private final @Nullable SealedBatches batches;
    private boolean over;

    ChunkBatches(PartitionEntry state, @Nullable SealedBatches batches) {
      this.partition = state.partition().number();
      this.end = state.end();
      this.batches = batches;
    }

    @Override
    public Optional<Stored> next() {
      if (batches != null && batches.hasNext()) {
        return Optional.of(stored(batches.next()));
      }
      boolean first = !over;
      over = true;
      return first
          ? Optional.of(new Stored(partition, end, 0, ByteString.EMPTY, 0))
          : Optional.empty();
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
