package io.optima.query.publish;

import io.optima.identity.LeafIndex;
import io.optima.model.ContentId;
import io.optima.model.dataset.ContentKind;
import io.optima.model.dataset.Manifest.Chunk;
import io.optima.model.schema.TableSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Content ready to be stored.
 *
 * @param kept chunks of the base version that it shares
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
    List<ChunkFile> added) {}
