package io.optima.query.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.dataset.Input;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import io.optima.query.secure.OwnersAndReaders;
import io.optima.query.secure.ReadSettings;
import io.optima.query.secure.Relations;
import io.optima.query.secure.SecuredRelation;
import io.optima.query.stream.FakeStream;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream is a table: what is sealed and what is not, every record once. */
class StreamSqlTest {
  private static final Principal ANN = new Principal("ann", Set.of());
  private static final Principal EVE = new Principal("eve", Set.of());
  private static final DatasetName CLICKS = DatasetName.parse("shop/clicks");

  private static final String SUMMARY =
      "select string_agg(p || ':' || n || ':' || d || ':' || s, ' ' order by p) from (select"
          + " partition as p, count(*) as n, count(distinct \"offset\") as d,"
          + " sum(decode(value)::bigint - \"offset\") as s from shop.clicks group by partition)";

  private final BufferAllocator allocator = new RootAllocator();
  @TempDir private Path home;
  private Store store;
  private DuckDb duckDb;
  private FakeStream stream;
  private Relations relations;
  private SqlEngine engine;

  @BeforeEach
  void start() {
    store = Store.open(StoreSettings.in(home));
    duckDb = DuckDb.open(new DuckDbSettings(1L << 29, 2, home.resolve("spill/seal")));
    stream = new FakeStream(CLICKS, 3, store, duckDb, allocator);
    relations = new Relations(store, new OwnersAndReaders(), ReadSettings.in(home), stream);
    engine = new SqlEngine(relations, QuerySettings.in(home));
  }

  @AfterEach
  void stop() throws IOException {
    engine.close();
    relations.close();
    duckDb.close();
    store.close();
    allocator.close();
    assertThat(tailFiles()).isEmpty();
  }

  private List<Path> tailFiles() throws IOException {
    try (var files = Files.walk(home)) {
      return files.filter(file -> file.getFileName().toString().startsWith("tail-")).toList();
    }
  }

  @Test
  void chunksAndJournalsAreOneTable() throws Exception {
    assertThat(value("select count(*) from shop.clicks")).isEqualTo(0L);
    stream.append(0, 4);
    stream.append(2, 2);
    assertThat(value(SUMMARY)).hasToString("0:12:12:0 2:6:6:0");
    stream.seal(0, 3);
    stream.append(1, 1);
    assertThat(value(SUMMARY)).hasToString("0:12:12:0 1:3:3:0 2:6:6:0");
    stream.seal(0, 1);
    stream.truncate(0, 9);
    assertThat(value(SUMMARY)).hasToString("0:3:3:0 1:3:3:0 2:6:6:0");
    assertThat(value("select typeof(timestamp) || typeof(headers) from shop.clicks limit 1"))
        .hasToString("TIMESTAMP WITH TIME ZONESTRUCT(\"name\" VARCHAR, \"value\" BLOB)[]");
  }

  @Test
  void recordsSealedMeanwhileAreThereOnce() throws Exception {
    stream.append(0, 4);
    stream.meanwhile(() -> stream.seal(0, 2));
    assertThat(value(SUMMARY)).hasToString("0:12:12:0");
    stream.meanwhile(() -> stream.seal(0, 2));
    assertThat(value(SUMMARY)).hasToString("0:12:12:0");
    stream.append(0, 1);
    stream.meanwhile(() -> stream.append(0, 1));
    assertThat(value(SUMMARY)).hasToString("0:18:18:0");
  }

  @Test
  void everyNameInAStatementMeansTheSameMoment() throws Exception {
    stream.append(0, 1);
    assertThat(
            value(
                "select (select count(*) from shop.clicks) - (select count(*) from a)",
                Names.aliases(Map.of("a", DatasetRef.latest(CLICKS)))))
        .isEqualTo(0L);
    stream.meanwhile(() -> stream.meanwhile(() -> stream.append(0, 1))); // partition 0 was seen
    assertThat(
            value(
                "select (select count(*) from shop.clicks) - (select count(*) from a)",
                Names.aliases(Map.of("a", DatasetRef.latest(CLICKS)))))
        .isEqualTo(0L);
  }

  @Test
  void aCheckedQueryKeepsItsMoment() throws Exception {
    stream.append(0, 2);
    CheckedQuery query = engine.check(ANN, "select count(*) from shop.clicks");
    Input input = query.inputs().getFirst();
    stream.append(0, 1);
    stream.seal(0, 3);
    assertThat(run(query)).isEqualTo(6L);
    assertThat(value("select count(*) from shop.clicks")).isEqualTo(9L);
    assertThat(value("select count(*) from shop.clicks", Names.pinned(List.of(input))))
        .isEqualTo(6L);
    assertThat(value("select count(*) from shop.\"clicks@" + input.content() + "\"")).isEqualTo(6L);
    assertThatThrownBy(() -> engine.check(ANN, "select count(*) from shop.\"clicks@7\""))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("this moment of stream shop/clicks is not known");
  }

  @Test
  void theSameStateIsTheSameVersion() throws Exception {
    stream.append(0, 2);
    Input first = engine.check(ANN, "select * from shop.clicks").inputs().getFirst();
    assertThat(engine.check(ANN, "select * from shop.clicks").inputs()).containsExactly(first);
    assertThat(tailFiles()).hasSize(1);
    stream.seal(0, 2);
    Input sealed = engine.check(ANN, "select * from shop.clicks").inputs().getFirst();
    assertThat(sealed.content()).isEqualTo(first.content());
    stream.append(1, 1);
    assertThat(engine.check(ANN, "select * from shop.clicks").inputs().getFirst().content())
        .isNotEqualTo(first.content());
  }

  @Test
  void rowsAreReadByRange() throws Exception {
    stream.append(0, 4);
    stream.seal(0, 2);
    stream.append(1, 2);
    try (SecuredRelation relation = relations.open(ANN, DatasetRef.latest(CLICKS))) {
      assertThat(relation.rows()).isEqualTo(18);
      assertThat(relation.schema().names())
          .containsExactly("partition", "offset", "timestamp", "key", "value", "headers");
      assertThat(offsets(relation, 0, 0)).startsWith(0L, 1L).endsWith(3L, 4L, 5L).hasSize(18);
      assertThat(offsets(relation, 5, 8)).containsExactly(5L, 6L, 7L, 8L, 9L, 10L, 11L, 0L);
      stream.append(0, 1);
      DatasetRef pinned = DatasetRef.of(CLICKS, relation.version().number());
      try (SecuredRelation again = relations.open(ANN, pinned)) {
        assertThat(offsets(again, 11, 2)).containsExactly(11L, 0L);
      }
    }
  }

  private List<Long> offsets(SecuredRelation relation, long offset, long limit) throws Exception {
    List<Long> found = new ArrayList<>();
    try (ArrowReader reader = relation.read(List.of("offset"), offset, limit, allocator)) {
      while (reader.loadNextBatch()) {
        VectorSchemaRoot batch = reader.getVectorSchemaRoot();
        for (int row = 0; row < batch.getRowCount(); row++) {
          found.add((Long) batch.getVector(0).getObject(row));
        }
      }
    }
    return found;
  }

  @Test
  void thePolicyHolds() {
    stream.append(0, 1);
    assertThatThrownBy(() -> engine.check(EVE, "select count(*) from shop.clicks"))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("does not exist, or you may not read it");
    Input seen = engine.check(ANN, "select * from shop.clicks").inputs().getFirst();
    assertThatThrownBy(() -> relations.open(EVE, DatasetRef.of(CLICKS, seen.version())))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("does not exist, or you may not read it");
  }

  private Object value(String sql) throws Exception {
    return value(sql, Names.NONE);
  }

  private Object value(String sql, Names names) throws Exception {
    return run(engine.check(ANN, sql, names, Map.of()));
  }

  private Object run(CheckedQuery query) throws Exception {
    try (RunningQuery running = query.run(List.of(), allocator)) {
      assertThat(running.reader().loadNextBatch()).isTrue();
      return running.reader().getVectorSchemaRoot().getVector(0).getObject(0);
    }
  }
}
