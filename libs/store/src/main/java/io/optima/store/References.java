package io.optima.store;

import io.optima.model.ChunkDigest;
import io.optima.model.DatasetName;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Version;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The chunks that commits refer to. Only the first 64 bits of each digest are kept: two chunks that
 * share them would at worst keep one that could go, and millions fit in memory.
 */
final class References {
  private final Set<Long> referenced = new HashSet<>();

  /**
   * Reads every commit of every dataset and its manifest; fails when one cannot be read, since what
   * it refers to would be unknown.
   */
  static References read(DatasetLog datasets, Manifests manifests) {
    References references = new References();
    try (Stream<DatasetName> names = datasets.datasets()) {
      names.forEach(name -> references.addAll(datasets.entries(name, 0), manifests));
    }
    return references;
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
