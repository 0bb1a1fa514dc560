package io.optima.identity;

import io.optima.model.ContentId;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.schema.TableSchema;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Checks rows as they are read against a content id that the reader trusts. Add all rows of the
 * proof's leaves. With a {@link RangeProof#complete complete} proof rows are proven leaf by leaf;
 * with any other all at once by {@link #finish()}.
 */
public final class RangeVerifier {
  private final ProofCheck proof;
  private final ContentId expected;
  private final List<Integer> columns;
  private final TableSchema schema;
  private final LeafDigests digests;
  private final boolean leafByLeaf;
  private int proven;

  /**
   * @param columns names of the columns that are read, in the order of the rows; none means all
   * @throws OptimaException CORRUPT when the proof cannot belong to the content id
   */
  public RangeVerifier(RangeProof proof, ContentId expected, List<String> columns) {
    this.proof = new ProofCheck(proof, expected);
    this.expected = expected;
    this.columns = RangeProof.positions(proof.schema(), columns);
    this.schema = new TableSchema(this.columns.stream().map(proof.schema().fields()::get).toList());
    this.digests = new LeafDigests(expected.algorithm(), schema);
    this.leafByLeaf = proof.isComplete();
    if (leafByLeaf) {
      this.proof.require();
    }
  }

  /** Columns of the rows to add. */
  public TableSchema schema() {
    return schema;
  }

  /** Number of the first row to add. */
  public long firstRow() {
    return proof.range().firstRow();
  }

  /** How many rows to add. */
  public long rows() {
    return proof.rows();
  }

  /** How many of the rows added are proven; all others may still be wrong. */
  public long provenRows() {
    return Math.min(rows(), (long) proven * LeafRange.LEAF_ROWS);
  }

  /**
   * Takes in the next rows, in canonical Arrow.
   *
   * @throws OptimaException CORRUPT when a leaf is not that of the content id
   */
  public void add(VectorSchemaRoot batch, int from, int count) {
    try {
      digests.add(batch, from, count);
      if (digests.rows() == rows()) {
        digests.closeLast();
      }
    } catch (IllegalArgumentException | OptimaException e) {
      throw refused("they do not have the columns that were asked for", e);
    }
    if (digests.rows() > rows()) {
      throw refused("there are more than " + rows() + " rows", null);
    }
    if (leafByLeaf) {
      checkLeaves();
    }
  }

  /** {@link #add(VectorSchemaRoot, int, int)} of the whole batch. */
  public void add(VectorSchemaRoot batch) {
    add(batch, 0, batch.getRowCount());
  }

  private void checkLeaves() {
    for (; proven < digests.closedLeaves(); proven++) {
      for (int i = 0; i < columns.size(); i++) {
        if (!Arrays.equals(proof.digest(proven, columns.get(i)), digests.digest(proven, i))) {
          throw differs(i);
        }
      }
    }
  }

  private OptimaException differs(int column) {
    long first = firstRow() + (long) proven * LeafRange.LEAF_ROWS;
    long end = Math.min(first + LeafRange.LEAF_ROWS, firstRow() + rows());
    return refused(
        "column '%s' differs in rows %d to %d"
            .formatted(schema.fields().get(column).name(), first + 1, end),
        null);
  }

  /**
   * Returns if all rows of the range were added and are those of the content id.
   *
   * @throws OptimaException CORRUPT when they are not
   */
  public void finish() {
    if (digests.rows() != rows()) {
      throw refused("there are " + digests.rows() + " rows instead of " + rows(), null);
    }
    if (!leafByLeaf) {
      for (int leaf = 0; leaf < digests.closedLeaves(); leaf++) {
        for (int i = 0; i < columns.size(); i++) {
          proof.fill(leaf, columns.get(i), digests.digest(leaf, i));
        }
      }
      proof.require();
      proven = digests.closedLeaves();
    }
  }

  private OptimaException refused(String why, @Nullable Throwable cause) {
    return new OptimaException(
        ErrorCode.CORRUPT, "the rows are not those of " + expected + ": " + why, cause);
  }
}
