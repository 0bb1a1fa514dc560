package io.optima.dataset.stream;

import io.optima.model.ChunkDigest;
import io.optima.model.OptimaException;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.SealedManifest.ProducerState;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
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
   * @param producers the new manifest's
   * @param commit called once everything is durable
   * @throws OptimaException what commit throws; UNAVAILABLE when the chunk store is
   */
  PartitionEntry seal(
      PartitionEntry before,
      StreamInfo stream,
      Iterator<StoredBatch> batches,
      List<ProducerState> producers,
      Function<Sealed, PartitionEntry> commit);

  /**
   * A new sealed part.
   *
   * @param manifest null when nothing is sealed
   * @param bytes of all its chunks as stored
   */
  record Sealed(@Nullable ChunkDigest manifest, long begin, long end, long bytes) {}
}
