package io.optima.query.publish;

import io.optima.identity.LeafRange;
import io.optima.model.OptimaException;
import java.nio.file.Path;

/**
 * Limits of publishing and the shape of chunks ({@code optima.publish.*}).
 *
 * @param memoryBytes what DuckDB may take for all publishes together before it spills
 * @param threads of DuckDB for all publishes together
 * @param spill directory for what does not fit
 * @param chunkRows rows after which a chunk of a table ends; whole leaves
 * @param chunkBytes bytes of rows in memory after which it ends, whichever comes first; about a
 *     third of that in the chunk
 * @param blobChunkBytes size of the chunks of text and binary
 * @param tries how often an append is prepared anew because somebody else was first
 */
public record PublishSettings(
    long memoryBytes,
    int threads,
    Path spill,
    int chunkRows,
    long chunkBytes,
    int blobChunkBytes,
    int tries) {
  public PublishSettings {
    if (threads < 1) {
      throw OptimaException.invalid("optima.publish.threads is %d: at least 1", threads);
    }
    if (chunkRows < LeafRange.LEAF_ROWS || chunkRows % LeafRange.LEAF_ROWS != 0) {
      throw OptimaException.invalid(
          "optima.publish.chunk-rows is %d: a multiple of %d", chunkRows, LeafRange.LEAF_ROWS);
    }
    if (chunkBytes < 1 || blobChunkBytes < 1) {
      throw OptimaException.invalid(
          "optima.publish.chunk-bytes is %d, blob-chunk-bytes %d: more than 0",
          chunkBytes, blobChunkBytes);
    }
    if (tries < 1) {
      throw OptimaException.invalid("optima.publish.tries is %d: at least 1", tries);
    }
  }

  /** The defaults, spilling below {@code home}. */
  public static PublishSettings in(Path home) {
    return new PublishSettings(
        1L << 30,
        Runtime.getRuntime().availableProcessors(),
        home.resolve("spill/publish"),
        32 * LeafRange.LEAF_ROWS,
        320L << 20,
        64 << 20,
        5);
  }

  public PublishSettings withMemoryBytes(long other) {
    return new PublishSettings(other, threads, spill, chunkRows, chunkBytes, blobChunkBytes, tries);
  }

  public PublishSettings withChunks(int rows, long bytes, int blobBytes) {
    return new PublishSettings(memoryBytes, threads, spill, rows, bytes, blobBytes, tries);
  }
}
