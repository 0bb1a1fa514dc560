package io.optima.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.DigestAlgorithm;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.util.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TableDigestTest {
  private static final TableSchema SCHEMA =
      new TableSchema(
          List.of(new Field("n", DataType.Simple.INT64), new Field("s", DataType.Simple.UTF8)));
  private static final int ROWS = 2 * LeafRange.LEAF_ROWS + 1000;

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  private VectorSchemaRoot rows(long first, int count) {
    VectorSchemaRoot root = VectorSchemaRoot.create(ArrowSchemas.toArrow(SCHEMA), allocator);
    root.allocateNew();
    BigIntVector n = (BigIntVector) root.getVector(0);
    VarCharVector s = (VarCharVector) root.getVector(1);
    for (int i = 0; i < count; i++) {
      long row = first + i;
      if (row % 7 == 3) {
        n.setNull(i);
      } else {
        n.setSafe(i, row * 31);
      }
      if (row % 5 == 4) {
        s.setNull(i);
      } else {
        s.setSafe(i, new Text("row " + row));
      }
    }
    root.setRowCount(count);
    return root;
  }

  private TableIdentity identity(int batch) {
    TableDigest digest = new TableDigest(DigestAlgorithm.SHA256, SCHEMA);
    for (int first = 0; first < ROWS; first += batch) {
      try (VectorSchemaRoot rows = rows(first, Math.min(batch, ROWS - first))) {
        digest.add(rows);
      }
    }
    return digest.finish();
  }

  @Test
  void batchSizesDoNotMatter() {
    TableIdentity one = identity(ROWS);
    assertThat(one.leaves().leaves()).isEqualTo(3);
    assertThat(identity(1021).id()).isEqualTo(one.id());
    assertThat(identity(65_536).id()).isEqualTo(one.id());
    assertThat(identity(70_001).id()).isEqualTo(one.id());
  }

  @Test
  void appendGoesOnBehindTheFullLeaves() {
    TableIdentity whole = identity(ROWS);
    TableIdentity part;
    try (VectorSchemaRoot rows = rows(0, 100_000)) {
      TableDigest digest = new TableDigest(DigestAlgorithm.SHA256, SCHEMA);
      digest.add(rows);
      part = digest.finish();
    }
    LeafIndex stored = LeafIndex.decode(part.leaves().encode());
    TableDigest digest = TableDigest.resume(SCHEMA, stored.full());
    int first = (int) digest.rows();
    try (VectorSchemaRoot rows = rows(first, ROWS - first)) {
      digest.add(rows);
    }
    assertThat(digest.finish().id()).isEqualTo(whole.id());
  }

  @Test
  void rangesProveThemselvesAndOtherRowsDoNot() {
    TableIdentity whole = identity(ROWS);
    RangeProof proof =
        RangeProof.prove(
            SCHEMA, whole.leaves(), LeafRange.covering(66_000, 10, ROWS), List.of("s"));
    RangeVerifier verifier = new RangeVerifier(proof, whole.id(), List.of("s"));
    try (VectorSchemaRoot rows = rows(verifier.firstRow(), (int) verifier.rows());
        VectorSchemaRoot text = rows.removeVector(0)) {
      verifier.add(text);
      verifier.finish();
    }
    RangeVerifier shifted = new RangeVerifier(proof, whole.id(), List.of("s"));
    try (VectorSchemaRoot rows = rows(verifier.firstRow() + 1, (int) verifier.rows());
        VectorSchemaRoot text = rows.removeVector(0)) {
      shifted.add(text);
      assertThatThrownBy(shifted::finish)
          .isInstanceOfSatisfying(
              OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT));
    }
  }
}
