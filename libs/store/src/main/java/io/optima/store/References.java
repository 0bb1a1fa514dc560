package io.optima.store;

import io.optima.model.ChunkDigest;
import io.optima.model.DatasetName;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Version;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionRef;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The chunks that commits refer to: those of every version, and those in which streams are now.
 * Only the first 64 bits of each digest are kept: two chunks that share them would at worst keep
 * one that could go, and millions fit in memory.
 */
final class References {
  private final Set<Long> referenced = new HashSet<>();

  /**
   * Reads every commit of every dataset and its manifest, and the head of every partition; fails
   * when one cannot be read, since what it refers to would be unknown.
   */
  static References read(DatasetLog datasets, Manifests manifests, PartitionLog partitions) {
    References references = new References();
    try (Stream<DatasetName> names = datasets.datasets()) {
      names.forEach(
          name -> {
            references.addAll(datasets.entries(name, 0), manifests);
            references.addStream(name, datasets.head(name).map(LogEntry::stream), partitions);
          });
    }
    return references;
  }

  private void addStream(
      DatasetName name, Optional<io.optima.model.stream.Stream> stream, PartitionLog partitions) {
    int count = stream.map(each -> each.settings().partitions()).orElse(0);
    for (int number = 0; number < count; number++) {
      partitions
          .head(new PartitionRef(name, number))
          .map(PartitionEntry::manifest)
          .filter(this::add)
          .map(partitions::sealed)
          .ifPresent(manifest -> manifest.chunks().forEach(chunk -> add(chunk.digest())));
    }
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
