package io.optima.query.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.dataset.Input;
import io.optima.model.dataset.Version;
import io.optima.model.lineage.ColumnLineage;
import io.optima.model.transform.RowsRef;
import io.optima.query.lineage.QueryLineage.Source;
import io.optima.query.secure.OwnersAndReaders;
import io.optima.query.secure.PublishedTables;
import io.optima.query.secure.ReadSettings;
import io.optima.query.secure.Relations;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQL over rows that belong to no dataset. */
class StagedSqlTest {
  private static final Principal ANN = new Principal("ann", Set.of());

  private final BufferAllocator allocator = new RootAllocator();
  private PublishedTables tables;
  private Relations relations;
  private SqlEngine engine;
  private Version orders;
  private RowsRef clean;
  private RowsRef other;

  @BeforeEach
  void start(@TempDir Path home) throws Exception {
    tables = new PublishedTables(home);
    relations = new Relations(tables.store(), new OwnersAndReaders(), ReadSettings.in(home));
    engine = new SqlEngine(relations, QuerySettings.in(home));
    orders =
        tables.table("sales/orders", "ann", Set.of(), "select i as id, 1 as n from range(3) t(i)");
    clean = rows("select i as id, i * 2 as price from range(100) t(i)");
    other = rows("select 7 as price");
  }

  /** Rows that Ann could not read by any name. */
  private RowsRef rows(String sql) throws Exception {
    Version version = tables.table("eve/secret", "eve", Set.of(), sql);
    return new RowsRef(
        version.manifest(),
        version.content(),
        Objects.requireNonNull(version.schema()),
        version.rows(),
        version.bytes());
  }

  @AfterEach
  void stop() {
    engine.close();
    relations.close();
    tables.close();
    allocator.close();
  }

  private CheckedQuery check(String sql, Names names) {
    return engine.check(ANN, sql, names, Map.of());
  }

  private CheckedQuery check(String sql) {
    Names aliases = Names.aliases(Map.of("Orders", DatasetRef.parse("sales/orders")));
    return check(sql, aliases.withStaged(Map.of("Clean", clean)));
  }

  private Object value(CheckedQuery query) throws Exception {
    try (RunningQuery running = query.run(List.of(), allocator);
        ArrowReader rows = running.reader()) {
      assertThat(rows.loadNextBatch()).isTrue();
      return rows.getVectorSchemaRoot().getVector(0).getObject(0);
    }
  }

  @Test
  void aStagedTableIsReadByItsName() throws Exception {
    CheckedQuery query = check("select sum(price)::bigint from CLEAN");
    assertThat(value(query)).isEqualTo(9_900L);
    assertThat(query.staged()).containsExactly("clean");
    assertThat(query.inputs()).isEmpty();
    assertThat(query.policies()).isEmpty();
  }

  @Test
  void besideDatasetsOnlyTheseAreInputs() throws Exception {
    CheckedQuery query =
        check(
            "select sum(price + orders.n)::bigint from clean join orders using (id), sales.orders"
                + " o");
    assertThat(value(query)).isEqualTo(27L);
    assertThat(query.inputs())
        .containsExactly(
            new Input(DatasetName.parse("sales/orders"), orders.number(), orders.content()));
    assertThat(query.policies()).hasSize(1);
    assertThat(query.staged()).containsExactly("clean");
  }

  @Test
  void sourcesAreCalledAsInTheSql() {
    CheckedQuery query =
        check("select c.price as p, o.n, s.id from clean c, orders o, sales.\"orders@1\" s");
    assertThat(query.sources())
        .containsExactly(
            new Source("p", "clean", "price", "IDENTITY"),
            new Source("n", "orders", "n", "IDENTITY"),
            new Source("id", "sales/orders", "id", "IDENTITY"));
    assertThat(query.columns())
        .containsExactly(
            new ColumnLineage("n", DatasetName.parse("sales/orders"), "n", "IDENTITY"),
            new ColumnLineage("id", DatasetName.parse("sales/orders"), "id", "IDENTITY"));
  }

  @Test
  void theSameNameMeansOtherRowsElsewhere() throws Exception {
    String sql = "select min(price)::bigint from t";
    assertThat(value(check(sql, Names.NONE.withStaged(Map.of("t", clean))))).isEqualTo(0L);
    assertThat(value(check(sql, Names.NONE.withStaged(Map.of("t", other))))).isEqualTo(7L);
  }

  @Test
  void noOtherNameLeadsThere() {
    for (String name : List.of("staged.clean", "clean2", "eve.secret", "staged.\"clean@1\"")) {
      assertThatThrownBy(() -> check("select * from " + name))
          .as(name)
          .isInstanceOf(OptimaException.class);
    }
    assertThatThrownBy(() -> check("select * from clean", Names.NONE))
        .hasMessageContaining("table 'clean' is unknown");
  }

  @Test
  void noNameStandsTwice() {
    Names aliases = Names.aliases(Map.of("a", DatasetRef.parse("sales/orders")));
    for (Map<String, RowsRef> wrong : List.of(Map.of("A", clean), Map.of("pg_x", clean))) {
      assertThatThrownBy(() -> aliases.withStaged(wrong))
          .isInstanceOf(OptimaException.class)
          .extracting(e -> ((OptimaException) e).code())
          .isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }
  }
}
