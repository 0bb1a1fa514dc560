package io.optima.dataset.stream;

import io.optima.model.ChunkDigest;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.SealedManifest.ProducerState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sealed records in memory: a manifest has the texts of all batches before its end. */
final class MemoryParts implements SealedParts {
  private record Part(List<String> texts, SealedManifest manifest) {}

  private final Map<ChunkDigest, Part> parts = new HashMap<>();
  private Runnable beforeCommit = () -> {};
  private int seals;

  /** Runs when chunks are durable. */
  void beforeCommit(Runnable step) {
    beforeCommit = step;
  }

  int seals() {
    return seals;
  }

  synchronized List<String> texts(@Nullable ChunkDigest manifest) {
    return manifest == null ? List.of() : part(manifest).texts();
  }

  @Override
  public synchronized SealedManifest read(ChunkDigest manifest) {
    return part(manifest).manifest();
  }

  private Part part(ChunkDigest manifest) {
    return Objects.requireNonNull(parts.get(manifest));
  }

  @Override
  public PartitionEntry seal(
      PartitionEntry before,
      StreamInfo stream,
      Iterator<StoredBatch> batches,
      List<ProducerState> producers,
      Function<Sealed, PartitionEntry> commit) {
    seals++;
    List<String> texts = new ArrayList<>(texts(before.manifest()));
    long end = before.end();
    while (batches.hasNext()) {
      StoredBatch batch = batches.next();
      texts.add(StandardCharsets.UTF_8.decode(batch.payload()).toString());
      end = batch.end();
    }
    ChunkDigest digest = new ChunkDigest("%064x".formatted(end));
    SealedManifest manifest =
        new SealedManifest(
            SealedManifest.FORMAT,
            before.stream(),
            before.partition().number(),
            null,
            before.begin(),
            end,
            "",
            "",
            List.of(),
            producers);
    synchronized (this) {
      parts.put(digest, new Part(texts, manifest));
    }
    beforeCommit.run();
    return commit.apply(new Sealed(digest, before.begin(), end, 10 * end));
  }
}
