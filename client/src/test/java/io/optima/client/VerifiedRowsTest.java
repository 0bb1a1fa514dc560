package io.optima.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.identity.LeafRange;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.v1.RangeProof;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compare.VectorEqualsVisitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class VerifiedRowsTest {
  private static final TableServer.Lie HONEST = new TableServer.Lie() {};

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  /** Rows that were handed out before the stream ended or failed. */
  private long read(
      TableServer.Lie lie,
      UnaryOperator<RangeProof> proofLie,
      List<String> columns,
      long offset,
      long limit,
      boolean byContent)
      throws Exception {
    try (TableServer table = new TableServer(allocator, lie, proofLie);
        SmallServer server = new SmallServer(table.services());
        OptimaClient client = server.client();
        VerifiedRows rows =
            client
                .rows()
                .readVerified(byContent ? table.reference() : "a/b", columns, offset, limit)) {
      assertThat(rows.content()).isEqualTo(table.identity.id());
      long seen = 0;
      while (rows.next()) {
        assertTrue(table, rows.rows(), offset + seen);
        seen += rows.rows().getRowCount();
      }
      return seen;
    }
  }

  private static void assertTrue(TableServer table, VectorSchemaRoot batch, long first) {
    List<String> columns = batch.getSchema().getFields().stream().map(f -> f.getName()).toList();
    try (VectorSchemaRoot expected = table.rows(first, batch.getRowCount(), columns)) {
      for (int i = 0; i < columns.size(); i++) {
        assertThat(VectorEqualsVisitor.vectorEquals(batch.getVector(i), expected.getVector(i)))
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 136072", "0, 1, 1", "65535, 2, 2", "65536, 65536, 65536", "100, 70000, 70000",
    "131071, 0, 5001", "136071, 0, 1", "136072, 0, 0", "136072, 5, 0", "1, 999999, 136071"
  })
  void exactlyTheRowsAskedForComeOut(long offset, long limit, long expected) throws Exception {
    assertThat(TableServer.ROWS).isEqualTo(136_072);
    assertThat(read(HONEST, UnaryOperator.identity(), List.of(), offset, limit, true))
        .isEqualTo(expected);
    assertThat(read(HONEST, UnaryOperator.identity(), List.of("even", "n"), offset, limit, false))
        .isEqualTo(expected);
  }

  private void refused(TableServer.Lie lie, String why) {
    assertThatThrownBy(() -> read(lie, UnaryOperator.identity(), List.of("n", "even"), 0, 0, true))
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
        .hasMessageContaining(why);
  }

  @Test
  void changedCellIsNamedByColumnAndRows() {
    refused(
        new TableServer.Lie() {
          @Override
          public void rows(VectorSchemaRoot batch, long first) {
            if (first == 80_000) {
              ((BitVector) batch.getVector("even")).setNull(17);
            }
          }
        },
        "column 'even' differs in rows 65537 to 131072");
  }

  @Test
  void swappedRowsAreRefused() {
    refused(
        new TableServer.Lie() {
          @Override
          public void rows(VectorSchemaRoot batch, long first) {
            BigIntVector n = (BigIntVector) batch.getVector("n");
            long other = n.get(0);
            n.set(0, n.get(2));
            n.set(2, other);
          }
        },
        "column 'n' differs in rows 1 to 65536");
  }

  @Test
  void otherRowsAreRefused() {
    refused(asked("offset", 1), "differs");
  }

  @Test
  void missingRowsAreRefused() {
    refused(asked("limit", TableServer.ROWS - 1), "instead of 136072");
    refused(asked("limit", LeafRange.LEAF_ROWS), "up to 65536");
  }

  private static TableServer.Lie asked(String field, long value) {
    return new TableServer.Lie() {
      @Override
      public JsonNode asked(JsonNode request) {
        ObjectNode changed = request.asObject();
        changed.put(field, value);
        return changed;
      }
    };
  }

  private void proofRefused(UnaryOperator<RangeProof> lie) {
    assertThatThrownBy(() -> read(HONEST, lie, List.of("n"), 70_000, 10, true))
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT));
  }

  @Test
  void proofsOfSomethingElseAreRefused() {
    proofRefused(proof -> proof.toBuilder().setRows(proof.getRows() + 1).build());
    proofRefused(proof -> proof.toBuilder().setFirstLeaf(0).build());
    proofRefused(proof -> proof.toBuilder().clearPath().build());
    proofRefused(proof -> proof.toBuilder().addPath(proof.getPath(0)).build());
    proofRefused(proof -> proof.toBuilder().clearLeaves().build());
    proofRefused(proof -> proof.toBuilder().setContentId("md5:" + "0".repeat(32)).build());
    proofRefused(
        proof -> {
          RangeProof.Builder renamed = proof.toBuilder();
          renamed.getSchemaBuilder().getColumnsBuilder(1).setName("t");
          return renamed.build();
        });
  }
}
