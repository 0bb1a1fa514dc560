package io.optima.query.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.identity.ArrowSchemas;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortingTest {
  private static final TableSchema SCHEMA =
      new TableSchema(
          List.of(new Field("number", Simple.FLOAT64), new Field("a \"b\"", Simple.UTF8)));

  @TempDir Path folder;
  private final BufferAllocator allocator = new RootAllocator();
  private DuckDb duckDb;

  @BeforeEach
  void open() {
    duckDb = DuckDb.open(new DuckDbSettings(256L << 20, 2, folder));
  }

  @AfterEach
  void close() {
    duckDb.close();
    allocator.close();
  }

  /** Batches of one row each, and in the end maybe a failure. */
  private final class OneByOne extends ArrowReader {
    private final List<@Nullable Object[]> rows;
    private final @Nullable RuntimeException failure;
    private int next;

    OneByOne(List<@Nullable Object[]> rows, @Nullable RuntimeException failure) {
      super(SortingTest.this.allocator);
      this.rows = rows;
      this.failure = failure;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
      prepareLoadNextBatch();
      if (next == rows.size()) {
        if (failure != null) {
          throw failure;
        }
        return false;
      }
      VectorSchemaRoot root = getVectorSchemaRoot();
      root.clear();
      Object number = rows.get(next)[0];
      if (number == null) {
        root.getVector(0).setNull(0);
      } else {
        ((Float8Vector) root.getVector(0)).setSafe(0, (Double) number);
      }
      byte[] text = String.valueOf(rows.get(next++)[1]).getBytes(StandardCharsets.UTF_8);
      ((VarCharVector) root.getVector(1)).setSafe(0, text);
      root.setRowCount(1);
      return true;
    }

    @Override
    public long bytesRead() {
      return 0;
    }

    @Override
    protected void closeReadSource() {}

    @Override
    protected Schema readSchema() {
      return ArrowSchemas.toArrow(SCHEMA);
    }
  }

  private List<String> sorted(ArrowReader rows, String... key) throws IOException {
    List<String> result = new ArrayList<>();
    try (rows;
        ArrowReader sorted = new Sorting(duckDb).sorted(rows, List.of(key), allocator)) {
      assertThat(sorted.getVectorSchemaRoot().getSchema()).isEqualTo(ArrowSchemas.toArrow(SCHEMA));
      while (sorted.loadNextBatch()) {
        VectorSchemaRoot root = sorted.getVectorSchemaRoot();
        for (int i = 0; i < root.getRowCount(); i++) {
          result.add(root.getVector(0).getObject(i) + root.getVector(1).getObject(i).toString());
        }
      }
    }
    return result;
  }

  private static List<@Nullable Object[]> rows() {
    return List.of(
        new Object[] {null, "b"},
        new Object[] {Double.NaN, "x"},
        new Object[] {2.0, "ä"},
        new Object[] {2.0, "z"},
        new Object[] {-1.0, "Z"},
        new Object[] {Double.POSITIVE_INFINITY, "y"});
  }

  @Test
  void rowsAreInTheOrderOfTheKeyAndThenOfTheOthers() throws IOException {
    assertThat(sorted(new OneByOne(rows(), null), "number"))
        .containsExactly("-1.0Z", "2.0z", "2.0ä", "Infinityy", "NaNx", "nullb");
    assertThat(sorted(new OneByOne(rows(), null), "a \"b\""))
        .containsExactly("-1.0Z", "nullb", "NaNx", "Infinityy", "2.0z", "2.0ä");
  }

  @Test
  void failureOfTheSourceIsTheFailure() {
    OptimaException failure = OptimaException.of(ErrorCode.UNAVAILABLE, "the database is away");
    assertThatThrownBy(() -> sorted(new OneByOne(rows(), failure), "number")).isSameAs(failure);
  }

  @Test
  void keyIsOfColumnsThatAreThere() {
    assertThatThrownBy(() -> sorted(new OneByOne(rows(), null), "nothing"))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("'nothing'")
        .hasMessageContaining("number");
  }
}
