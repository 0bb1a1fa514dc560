package io.optima.store;

import io.optima.model.ChunkDigest;
import io.optima.model.DatasetName;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Version;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionEntry.Change;
import io.optima.model.stream.PartitionRef;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The chunks that something refers to: those of every version, those in which streams are now or
 * were within the grace period, and those of rows that steps of runs have made. Only the first 64
 * bits of each digest are kept: two chunks that share them would at worst keep one that could go,
 * and millions fit in memory.
 */
final class References {
  /** What leaves chunks behind that the entry before names; others only add some. */
  private static final Set<Change> REPLACING = EnumSet.of(Change.COMPACTED, Change.TRUNCATED);

  private final Set<Long> referenced = new HashSet<>();

  /**
   * Reads every step's record and every commit of every dataset and their manifests, and the newest
   * entries of every partition; fails when one cannot be read, since what it refers to would be
   * unknown. Steps before commits: rows are committed before the record that named them goes.
   *
   * @param since what a partition's log said then or later still counts
   */
  static References read(
      ObjectStore objects,
      DatasetLog datasets,
      Manifests manifests,
      PartitionLog partitions,
      Instant since) {
    References references = new References();
    references.addSteps(objects, manifests);
    try (Stream<DatasetName> names = datasets.datasets()) {
      names.forEach(
          name -> {
            references.addAll(datasets.entries(name, 0), manifests);
            references.addStream(
                name, datasets.head(name).map(LogEntry::stream), partitions, since);
          });
    }
    return references;
  }

  private void addSteps(ObjectStore objects, Manifests manifests) {
    try (Stream<ObjectInfo> found = objects.list(Keys.RUNS)) {
      found
          .filter(object -> Keys.isRunStep(object.key()))
          .flatMap(object -> RunRecords.step(objects, object.key()).stream())
          .flatMap(result -> result.rows().values().stream())
          .forEach(rows -> addStaged(rows.manifest(), objects, manifests));
    }
  }

  /** Of rows whose manifest is gone nothing can be kept any more. */
  private void addStaged(ChunkDigest manifest, ObjectStore objects, Manifests manifests) {
    if (objects.stat(Keys.chunk(manifest)).isPresent() && add(manifest)) {
      addChunks(manifests.read(manifest));
    }
  }

  private void addStream(
      DatasetName name,
      Optional<io.optima.model.stream.Stream> stream,
      PartitionLog partitions,
      Instant since) {
    int count = stream.map(each -> each.settings().partitions()).orElse(0);
    for (int number = 0; number < count; number++) {
      addPartition(new PartitionRef(name, number), partitions, since);
    }
  }

  private void addPartition(PartitionRef partition, PartitionLog partitions, Instant since) {
    Optional<PartitionEntry> entry = partitions.head(partition);
    entry.map(PartitionEntry::manifest).ifPresent(manifest -> addSealed(manifest, partitions));
    while (entry.isPresent() && entry.get().time().isAfter(since)) {
      boolean replaced = REPLACING.contains(entry.get().change());
      entry = partitions.entry(partition, entry.get().sequence() - 1);
      Optional<ChunkDigest> manifest = entry.map(PartitionEntry::manifest);
      // one that is gone was collected with a shorter grace period
      manifest
          .filter(each -> replaced && partitions.isStored(each))
          .ifPresent(each -> addSealed(each, partitions));
      manifest.ifPresent(this::add);
    }
  }

  private void addSealed(ChunkDigest manifest, PartitionLog partitions) {
    add(manifest);
    partitions.sealed(manifest).chunks().forEach(chunk -> add(chunk.digest()));
  }

  private void addAll(Stream<LogEntry> entries, Manifests manifests) {
    entries.forEach(
        entry -> {
          Version latest = entry.latest();
          if (latest != null && add(latest.manifest())) {
            addChunks(manifests.read(latest.manifest()));
          }
        });
  }

  private void addChunks(Manifest manifest) {
    manifest.chunks().forEach(chunk -> add(chunk.digest()));
    ChunkDigest leaves = manifest.leaves();
    if (leaves != null) {
      add(leaves);
    }
  }

  private boolean add(ChunkDigest digest) {
    return referenced.add(prefix(digest));
  }

  boolean contain(ChunkDigest digest) {
    return referenced.contains(prefix(digest));
  }

  private static long prefix(ChunkDigest digest) {
    return Long.parseUnsignedLong(digest.hex(), 0, 16, 16);
  }
}
