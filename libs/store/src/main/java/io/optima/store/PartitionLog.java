package io.optima.store;

import io.optima.model.ChunkDigest;
import io.optima.model.OptimaException;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.SealedManifest;
import java.util.Optional;

/**
 * The commit logs of all partitions of streams: the truth about who holds them and what is sealed.
 * Each entry is written once, at the next free sequence, by whoever is first; it carries the whole
 * state after it.
 */
public final class PartitionLog {
  private final EntryLog<PartitionEntry> log;
  private final ChunkStore chunks;

  PartitionLog(ObjectStore objects, ChunkStore chunks) {
    this.log = new EntryLog<>(objects, PartitionEntry.class);
    this.chunks = chunks;
  }

  /**
   * Writes the entry durably; false when its sequence is taken, which then holds another entry or,
   * after a lost answer, this one.
   *
   * @throws OptimaException FAILED_PRECONDITION when the sequence before it is free
   */
  public boolean append(PartitionEntry entry) {
    return log.append(Keys.partition(entry.partition()), entry.sequence(), entry);
  }

  /** The last entry; empty when nobody ever held the partition. */
  public Optional<PartitionEntry> head(PartitionRef partition) {
    String folder = Keys.partition(partition);
    return log.read(folder, log.last(folder, 0));
  }

  public Optional<PartitionEntry> entry(PartitionRef partition, long sequence) {
    return log.read(Keys.partition(partition), sequence);
  }

  /**
   * What an entry says is sealed.
   *
   * @throws OptimaException CORRUPT when it is missing or damaged; FAILED_PRECONDITION when a later
   *     version of Optima wrote it
   */
  public SealedManifest sealed(ChunkDigest manifest) {
    String place = "manifest " + manifest;
    SealedManifest sealed = Json.readStored(place, chunks.get(manifest), SealedManifest.class);
    Manifests.requireFormat(manifest, sealed.format(), SealedManifest.FORMAT_WITH_GAPS);
    return sealed;
  }

  boolean isStored(ChunkDigest manifest) {
    return chunks.exists(manifest);
  }

  /** Puts the manifest after its chunks; afterwards it can be committed. */
  public ChunkDigest write(PublishSession session, SealedManifest manifest) {
    return session.put(Json.bytes(manifest));
  }
}
