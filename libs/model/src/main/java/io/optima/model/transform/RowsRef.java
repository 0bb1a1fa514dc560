package io.optima.model.transform;

import io.optima.model.ChunkDigest;
import io.optima.model.ContentId;
import io.optima.model.schema.TableSchema;

/** Rows that are stored but belong to no dataset yet: what one step hands to the next. */
public record RowsRef(
    ChunkDigest manifest, ContentId content, TableSchema schema, long rows, long bytes) {}
