package io.optima.dataset.stream;

import io.optima.model.ChunkDigest;
import io.optima.model.OptimaException;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.SealedManifest.ProducerState;
import io.optima.model.stream.StreamSettings.Retention;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sealed records in memory: a manifest has the texts of all batches before its end. Each seal makes
 * a chunk; three are worth merging. Retention goes by records only.
 */
final class MemoryParts implements SealedParts {
  private static final int WORTH_MERGING = 3;

  private record Part(List<String> texts, int chunks, SealedManifest manifest) {}

  private final Map<ChunkDigest, Part> parts = new HashMap<>();
  private Runnable beforeCommit = () -> {};
  private @Nullable OptimaException damage;
  private int seals;
  private int looks;
  private long made;

  /** Runs when chunks are durable. */
  void beforeCommit(Runnable step) {
    beforeCommit = step;
  }

  int seals() {
    return seals;
  }

  /** Is found with the next look for chunks to merge. */
  void damage(OptimaException found) {
    damage = found;
  }

  /** How often somebody looked what retention lets go. */
  int looks() {
    return looks;
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
      Supplier<List<ProducerState>> producers,
      Function<Sealed, PartitionEntry> commit) {
    seals++;
    List<String> texts = new ArrayList<>(texts(before.manifest()));
    long end = before.end();
    while (batches.hasNext()) {
      StoredBatch batch = batches.next();
      texts.add(StandardCharsets.UTF_8.decode(batch.payload()).toString());
      end = batch.end();
    }
    return put(before, texts, chunks(before) + 1, before.begin(), end, producers.get(), commit);
  }

  private synchronized int chunks(PartitionEntry entry) {
    ChunkDigest manifest = entry.manifest();
    return manifest == null ? 0 : part(manifest).chunks();
  }

  private PartitionEntry put(
      PartitionEntry before,
      List<String> texts,
      int chunks,
      long begin,
      long end,
      List<ProducerState> producers,
      Function<Sealed, PartitionEntry> commit) {
    SealedManifest manifest =
        new SealedManifest(
            SealedManifest.FORMAT,
            before.stream(),
            before.partition().number(),
            null,
            begin,
            end,
            "",
            "",
            List.of(),
            producers);
    ChunkDigest digest;
    synchronized (this) {
      digest = new ChunkDigest("%064x".formatted(++made));
      parts.put(digest, new Part(texts, chunks, manifest));
    }
    beforeCommit.run();
    return commit.apply(new Sealed(digest, begin, end, 10 * (end - begin)));
  }

  @Override
  public boolean isTooMuch(PartitionEntry sealedPart, Retention retention, Instant now) {
    Long most = retention.records();
    return most != null && sealedPart.end() - sealedPart.begin() > most;
  }

  @Override
  public Optional<PartitionEntry> truncate(
      PartitionEntry before,
      Retention retention,
      Instant now,
      Function<Sealed, PartitionEntry> commit) {
    looks++;
    return isTooMuch(before, retention, now)
        ? Optional.of(
            again(
                before,
                chunks(before),
                before.end() - Objects.requireNonNull(retention.records()),
                commit))
        : Optional.empty();
  }

  @Override
  public Optional<PartitionEntry> compact(
      PartitionEntry before,
      Consumer<OptimaException> damaged,
      Function<Sealed, PartitionEntry> commit) {
    if (damage != null) {
      damaged.accept(damage);
      damage = null;
    }
    return chunks(before) < WORTH_MERGING
        ? Optional.empty()
        : Optional.of(again(before, 1, before.begin(), commit));
  }

  private PartitionEntry again(
      PartitionEntry before, int chunks, long begin, Function<Sealed, PartitionEntry> commit) {
    ChunkDigest manifest = Objects.requireNonNull(before.manifest());
    return put(
        before, texts(manifest), chunks, begin, before.end(), read(manifest).producers(), commit);
  }
}
