package io.optima.query.stream;

import io.optima.identity.MessageDigests;
import io.optima.identity.Peaks;
import io.optima.model.ChunkDigest;
import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.SealedManifest.SealedChunk;
import io.optima.store.IoFailures;
import io.optima.store.ObjectInfo;
import io.optima.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Proves that what is sealed of a partition is what its ids say: reads every stored byte from the
 * store itself, every record of every chunk, and adds up what they come to.
 */
public final class StreamVerifier {
  private final Store store;
  private final SealedRecords records;

  public StreamVerifier(Store store, SealedRecords records) {
    this.store = store;
    this.records = records;
  }

  /**
   * Reads the sealed part again; nothing when there is none.
   *
   * @param intact told of each chunk that was right
   * @throws OptimaException CORRUPT saying what is wrong first, with partition, chunk and records;
   *     UNAVAILABLE; what {@code intact} throws
   */
  public void verify(PartitionRef partition, Consumer<SealedChunk> intact) {
    PartitionEntry head = store.partitions().head(partition).orElse(null);
    ChunkDigest address = head == null ? null : head.manifest();
    if (head == null || address == null) {
      return;
    }
    try {
      SealedManifest manifest = store.partitions().sealed(address);
      Peaks all = PeaksText.parse(manifest.dropped());
      require(manifest.begin() == head.begin() && all.end() == head.begin(), "begin", address);
      for (SealedChunk chunk : manifest.chunks()) {
        require(chunk.first() == all.end(), "chunks", address);
        checkBytes(chunk);
        records.check(chunk);
        all = all.then(PeaksText.parse(chunk.peaks()));
        intact.accept(chunk);
      }
      require(all.equals(PeaksText.parse(manifest.peaks())), "records", address);
      require(manifest.end() == head.end() && all.end() == head.end(), "end", address);
    } catch (OptimaException e) {
      if (e.code() != ErrorCode.CORRUPT) {
        throw e;
      }
      throw new OptimaException(ErrorCode.CORRUPT, "partition " + partition + ": " + e.text(), e);
    }
  }

  private static void require(boolean right, String what, ChunkDigest manifest) {
    if (!right) {
      throw OptimaException.of(
          ErrorCode.CORRUPT,
          "the %s of manifest %s are not those that were sealed",
          what,
          manifest);
    }
  }

  private void checkBytes(SealedChunk chunk) {
    ObjectInfo stored =
        store.chunks().stat(chunk.digest()).orElseThrow(() -> damaged(chunk, "is missing"));
    try (InputStream in = store.objects().open(stored.key(), 0, stored.size())) {
      byte[] actual = MessageDigests.ofBytes(DigestAlgorithm.SHA256, in).bytes();
      if (!ChunkDigest.of(actual).equals(chunk.digest())) {
        throw damaged(chunk, "is damaged: its bytes have the digest " + ChunkDigest.of(actual));
      }
    } catch (IOException e) {
      throw IoFailures.of("read chunk " + chunk.digest(), e);
    }
  }

  private static OptimaException damaged(SealedChunk chunk, String what) {
    return OptimaException.of(
        ErrorCode.CORRUPT,
        "chunk %s (records %d to %d) %s",
        chunk.digest(),
        chunk.first(),
        chunk.end() - 1,
        what);
  }
}
