package io.optima.identity;

import io.optima.model.DigestAlgorithm;
import io.optima.model.schema.DataType;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Digests of a run of rows that begins at a leaf. Several may work on parts of one table at once,
 * each part beginning at a multiple of {@link LeafRange#LEAF_ROWS}; {@link LeafIndex#concat} joins
 * them. Memory: one digest per column and leaf, besides a few kilobytes per column. Not for several
 * threads.
 */
public final class LeafDigests {
  private final DigestAlgorithm algorithm;
  private final TableSchema schema;
  private final List<ColumnDigest> columns;
  private final List<byte[]> leaves = new ArrayList<>();
  private long rows;
  private @Nullable Schema checked;

  public LeafDigests(DigestAlgorithm algorithm, TableSchema schema) {
    this.algorithm = algorithm;
    this.schema = schema;
    Scratch scratch = new Scratch();
    this.columns =
        schema.fields().stream().map(f -> ColumnDigest.of(algorithm, f.type(), scratch)).toList();
  }

  /** Takes in the next rows, in canonical Arrow and in the schema's order of columns. */
  public void add(VectorSchemaRoot batch) {
    add(batch, 0, batch.getRowCount());
  }

  /** Takes in rows {@code from} to {@code from + count} of the batch. */
  public void add(VectorSchemaRoot batch, int from, int count) {
    check(batch.getSchema());
    int end = from + count;
    for (int at = from; at < end; ) {
      int inLeaf = (int) (rows % LeafRange.LEAF_ROWS);
      int slice = Math.min(end - at, LeafRange.LEAF_ROWS - inLeaf);
      addToLeaf(batch.getFieldVectors(), at, slice);
      at += slice;
    }
  }

  private void addToLeaf(List<FieldVector> vectors, int from, int count) {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).add(vectors.get(i), from, count, Mask.ALL);
    }
    rows += count;
    if (rows % LeafRange.LEAF_ROWS == 0) {
      closeLeaf();
    }
  }

  private void closeLeaf() {
    byte[] leaf = new byte[columns.size() * algorithm.bytes()];
    for (int i = 0; i < columns.size(); i++) {
      System.arraycopy(columns.get(i).finish(), 0, leaf, i * algorithm.bytes(), algorithm.bytes());
    }
    leaves.add(leaf);
  }

  private void check(Schema actual) {
    if (actual.equals(checked)) {
      return;
    }
    List<Field> fields = schema.fields();
    boolean fits = actual.getFields().size() == fields.size();
    for (int i = 0; fits && i < fields.size(); i++) {
      DataType type = fields.get(i).type();
      fits = ArrowSchemas.isCanonical(actual.getFields().get(i), type);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "rows are not canonical Arrow of " + schema.text() + " but " + actual);
    }
    checked = actual;
  }

  /** Digest of a column in a leaf that is complete. */
  byte[] digest(int leaf, int column) {
    int width = algorithm.bytes();
    return Arrays.copyOfRange(leaves.get(leaf), column * width, (column + 1) * width);
  }

  /** Completes a last leaf with fewer rows than the others. */
  void closeLast() {
    if (rows > (long) leaves.size() * LeafRange.LEAF_ROWS) {
      closeLeaf();
    }
  }

  /** Leaves that are complete. */
  int closedLeaves() {
    return leaves.size();
  }

  /** Rows taken in so far. */
  public long rows() {
    return rows;
  }

  /** The index of all rows; the last leaf may have fewer than the others. To be called once. */
  public LeafIndex finish() {
    closeLast();
    return new LeafIndex(algorithm, columns.size(), rows, leaves);
  }
}
