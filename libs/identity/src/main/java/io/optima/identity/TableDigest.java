package io.optima.identity;

import io.optima.model.DigestAlgorithm;
import io.optima.model.schema.TableSchema;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Computes a table's identity while its rows pass by, in batches of any size. */
public final class TableDigest {
  private final TableSchema schema;
  private final LeafIndex before;
  private final LeafDigests digests;

  public TableDigest(DigestAlgorithm algorithm, TableSchema schema) {
    this(schema, LeafIndex.empty(algorithm, schema.fields().size()));
  }

  private TableDigest(TableSchema schema, LeafIndex before) {
    this.schema = schema;
    this.before = before;
    this.digests = new LeafDigests(before.algorithm(), schema);
  }

  /**
   * Goes on behind the rows of an earlier table of the same schema.
   *
   * @param before its {@link LeafIndex#full() full leaves}; rows behind them must be added again
   */
  public static TableDigest resume(TableSchema schema, LeafIndex before) {
    if (before.rows() % LeafRange.LEAF_ROWS != 0 || before.columns() != schema.fields().size()) {
      throw new IllegalArgumentException("an append goes on behind full leaves of its schema");
    }
    return new TableDigest(schema, before);
  }

  /** Takes in the next rows, in canonical Arrow and in the schema's order of columns. */
  public void add(VectorSchemaRoot batch) {
    digests.add(batch);
  }

  /** Takes in rows {@code from} to {@code from + count} of the batch. */
  public void add(VectorSchemaRoot batch, int from, int count) {
    digests.add(batch, from, count);
  }

  /** Rows so far, those before included. */
  public long rows() {
    return before.rows() + digests.rows();
  }

  /** The identity of all rows. To be called once. */
  public TableIdentity finish() {
    return TableIdentity.of(schema, LeafIndex.concat(List.of(before, digests.finish())));
  }
}
