package io.optima.query.publish;

import io.optima.identity.LeafIndex;
import io.optima.model.ContentId;
import io.optima.model.dataset.ContentKind;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Manifest.Chunk;
import io.optima.model.schema.TableSchema;
import io.optima.store.PublishSession;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Content ready to be stored.
 *
 * @param kept its first chunks, which are stored already
 * @param added its new chunks, in staging
 * @param rows of a table, the shared ones included
 */
record Prepared(
    ContentKind kind,
    ContentId content,
    @Nullable TableSchema schema,
    @Nullable LeafIndex leaves,
    long rows,
    List<Chunk> kept,
    List<ChunkFile> added) {

  /** Puts what is not stored yet; the manifest itself is not put. */
  Manifest store(PublishSession session) {
    List<Chunk> chunks = new ArrayList<>(kept);
    for (ChunkFile file : added) {
      long first = chunks.isEmpty() ? 0 : end(chunks.getLast());
      chunks.add(new Chunk(session.put(file.path()), file.bytes(), first, file.rows()));
    }
    return new Manifest(
        Manifest.FORMAT,
        kind,
        content,
        schema,
        leaves == null ? "" : leaves.root(),
        rows,
        chunks.stream().mapToLong(Chunk::bytes).sum(),
        chunks,
        leaves == null ? null : session.put(leaves.encode()));
  }

  private long end(Chunk chunk) {
    return chunk.first() + (kind.isTable() ? chunk.rows() : chunk.bytes());
  }
}
