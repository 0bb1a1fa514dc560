package io.optima.model.dataset;

import io.optima.model.ChunkDigest;
import io.optima.model.ContentId;
import io.optima.model.schema.TableSchema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One committed snapshot.
 *
 * @param number from 1 within its dataset
 * @param content proven by the chunks that the manifest lists
 * @param manifest address of the manifest in the chunk store
 * @param schema columns of a table; null for text and binary
 * @param rows rows of a table; 0 for text and binary
 * @param bytes of the content as stored
 * @param source digest over uploaded bytes and options: the same source published again is not read
 *     again; null when the version did not come from an upload
 * @param inputs versions it was made from
 * @param origin run that made it; null when it was published
 */
public record Version(
    long number,
    ContentId content,
    ChunkDigest manifest,
    ContentKind kind,
    @Nullable TableSchema schema,
    long rows,
    long bytes,
    int chunks,
    @Nullable String source,
    List<Input> inputs,
    @Nullable Origin origin,
    String author,
    Instant time,
    String message) {
  public Version {
    inputs = List.copyOf(inputs);
  }
}
