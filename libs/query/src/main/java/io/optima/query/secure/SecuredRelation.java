package io.optima.query.secure;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Version;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * One version as one principal may see it: the only way by which rows and bytes leave the store.
 * What it gives out has to be closed before it is.
 */
public final class SecuredRelation implements AutoCloseable {
  private final Grant grant;
  private final Manifest manifest;
  private final ChunkRows chunkRows;

  SecuredRelation(Grant grant, Manifest manifest, ChunkRows chunkRows) {
    this.grant = grant;
    this.manifest = manifest;
    this.chunkRows = chunkRows;
  }

  /** State of the dataset when the reading was granted. */
  public LogEntry dataset() {
    return grant.dataset();
  }

  public Version version() {
    return grant.version();
  }

  /** The policy, with its version, that granted the reading. */
  public String policy() {
    return grant.decision().policy();
  }

  /**
   * The columns that are visible.
   *
   * @throws OptimaException FAILED_PRECONDITION when the version is no table
   */
  public TableSchema schema() {
    TableSchema schema = manifest.schema();
    if (schema == null) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "%s is %s, not a table: read its bytes",
          dataset().dataset(),
          manifest.kind());
    }
    return schema;
  }

  /** Rows that are visible; 0 when the version is no table. */
  public long rows() {
    return manifest.rows();
  }

  /**
   * The rows in canonical Arrow, at most 65,536 a batch, in their order.
   *
   * @param columns in the order wanted; empty for all
   * @param offset number of the first row, from 0; beyond the last one there are no rows
   * @param limit most rows; 0 for all
   * @throws OptimaException INVALID_ARGUMENT for an unknown column or a negative number; while
   *     reading CORRUPT when a chunk is damaged
   */
  public ArrowReader read(
      List<String> columns, long offset, long limit, BufferAllocator allocator) {
    TableSchema wanted = columns.isEmpty() ? schema() : project(columns);
    RowRange range = RowRange.of(offset, limit, rows());
    return new RangeReader(
        manifest.chunks(),
        new Projection(schema(), wanted, Optional.ofNullable(manifest.leaves())),
        range,
        chunkRows,
        allocator);
  }

  /**
   * Numbers of the rows with which stored parts begin, in order. A reader of whole parts is served
   * best: only those are kept decoded.
   */
  public List<Long> borders() {
    return manifest.chunks().stream().map(Manifest.Chunk::first).toList();
  }

  /**
   * The rows as a query for an instance of DuckDB that is locked to the files it names.
   *
   * @throws OptimaException FAILED_PRECONDITION when the version is no table; CORRUPT
   */
  public SecuredView view() {
    return chunkRows.view(manifest.chunks(), schema());
  }

  /**
   * The bytes of text or binary content.
   *
   * @param offset number of the first byte, from 0; beyond the last one there are none
   * @param limit most bytes; 0 for all
   * @throws OptimaException FAILED_PRECONDITION when the version is a table
   */
  public InputStream bytes(long offset, long limit) {
    if (manifest.kind().isTable()) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "%s is a table: read its rows, or export them",
          dataset().dataset());
    }
    RowRange range = RowRange.of(offset, limit, manifest.bytes());
    return new RangeStream(manifest.chunks(), range, chunkRows.chunks());
  }

  private TableSchema project(List<String> columns) {
    return new TableSchema(columns.stream().map(this::field).toList());
  }

  private Field field(String column) {
    return schema()
        .field(column)
        .orElseThrow(
            () ->
                OptimaException.invalid(
                    "%s has no column '%s': it has %s",
                    dataset().dataset(), Shown.of(column), String.join(", ", schema().names())));
  }

  @Override
  public void close() {
    // every reader pins what it reads itself; a policy with state of its own will let go of it here
  }
}
