package io.optima.model.dataset;

import io.optima.model.ChunkDigest;
import io.optima.model.ContentId;
import io.optima.model.schema.TableSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content-addressed list of a version's chunks.
 *
 * @param root Merkle root in hexadecimal; empty for text and binary
 * @param rows rows of a table; 0 for text and binary
 * @param bytes stored bytes of all chunks
 * @param chunks in the order of rows or bytes
 * @param leaves address of the leaf index (column digests of every leaf); null for text and binary
 */
public record Manifest(
    int format,
    ContentKind kind,
    ContentId content,
    @Nullable TableSchema schema,
    String root,
    long rows,
    long bytes,
    List<Chunk> chunks,
    @Nullable ChunkDigest leaves) {
  /** The only manifest format so far. */
  public static final int FORMAT = 1;

  public Manifest {
    chunks = List.copyOf(chunks);
  }

  /**
   * A chunk's place in its version.
   *
   * @param first number of its first row (table) or byte (text, binary), from 0
   * @param rows its rows; 0 for text and binary
   */
  public record Chunk(ChunkDigest digest, long bytes, long first, long rows) {}
}
