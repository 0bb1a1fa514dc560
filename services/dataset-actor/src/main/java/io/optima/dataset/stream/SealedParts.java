package io.optima.dataset.stream;

import io.optima.model.ChunkDigest;
import io.optima.model.OptimaException;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.SealedManifest.ProducerState;
import io.optima.model.stream.StreamSettings.Retention;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The chunks of sealed records. */
public interface SealedParts {
  /**
   * What a manifest lists.
   *
   * @throws OptimaException CORRUPT when it is missing or damaged
   */
  SealedManifest read(ChunkDigest manifest);

  /**
   * Makes chunks of the batches, a manifest of those and the ones before, and commits it. What is
   * not committed is garbage.
   *
   * @param before the last entry; the batches follow its end without a gap
   * @param batches read as they are needed, once
   * @param producers the new manifest's; asked for when all batches were read
   * @param commit called once everything is durable
   * @throws OptimaException what commit throws; UNAVAILABLE when the chunk store is
   */
  PartitionEntry seal(
      PartitionEntry before,
      StreamInfo stream,
      Iterator<StoredBatch> batches,
      Supplier<List<ProducerState>> producers,
      Function<Sealed, PartitionEntry> commit);

  /** Whether {@link #truncate} would drop something. */
  boolean isTooMuch(PartitionEntry sealedPart, Retention retention, Instant now);

  /**
   * Commits a manifest without the first chunks, whose records retention lets go; empty when there
   * are none.
   *
   * @param commit as in {@link #seal}
   */
  Optional<PartitionEntry> truncate(
      PartitionEntry before,
      Retention retention,
      Instant now,
      Function<Sealed, PartitionEntry> commit);

  /**
   * Commits a manifest of the same records in fewer chunks, some megabytes of them merged; empty
   * when nothing is worth it.
   *
   * @param damaged told of each chunk that cannot be merged because it is damaged, once; it is left
   *     as it is
   * @param commit as in {@link #seal}
   */
  Optional<PartitionEntry> compact(
      PartitionEntry before,
      Consumer<OptimaException> damaged,
      Function<Sealed, PartitionEntry> commit);

  /**
   * A new sealed part.
   *
   * @param manifest null when nothing is sealed
   * @param bytes of all its chunks as stored
   */
  record Sealed(@Nullable ChunkDigest manifest, long begin, long end, long bytes) {}
}
