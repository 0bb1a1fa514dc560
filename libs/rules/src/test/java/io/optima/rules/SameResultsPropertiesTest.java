package io.optima.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.Principal;
import io.optima.model.schema.TableSchema;
import io.optima.query.secure.OwnersAndReaders;
import io.optima.query.secure.PublishedTables;
import io.optima.query.secure.ReadSettings;
import io.optima.query.secure.Relations;
import io.optima.query.sql.CheckedQuery;
import io.optima.query.sql.QuerySettings;
import io.optima.query.sql.RunningQuery;
import io.optima.query.sql.SqlEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ArrowReader;

/** What rules make in SQL, behind the real allow-list, is what CEL makes of each row. */
@SuppressWarnings("NullAway.Init") // what lives as long as the container
class SameResultsPropertiesTest {
  private static final Principal ANN = new Principal("ann", Set.of());
  private static final int ROWS = 120;

  private static Path home;
  private static PublishedTables tables;
  private static Relations relations;
  private static SqlEngine engine;
  private static BufferAllocator allocator;

  @BeforeContainer
  static void start() throws Exception {
    home = Files.createTempDirectory("rules");
    tables = new PublishedTables(home);
    relations = new Relations(tables.store(), new OwnersAndReaders(), ReadSettings.in(home));
    engine = new SqlEngine(relations, QuerySettings.in(home));
    allocator = new RootAllocator();
    tables.table("odd/rows", "ann", Set.of(), new RandomRows(42).select(ROWS));
  }

  @AfterContainer
  static void stop() throws Exception {
    engine.close();
    relations.close();
    tables.close();
    allocator.close();
    try (var files = Files.walk(home)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void sqlIsAsCel(@ForAll long seed) throws Exception {
    String document = new RandomRules(seed).document();
    Rules rules = Rules.read(document);
    RulesInEffect inEffect = rules.at(Instant.EPOCH);
    CheckedQuery all = engine.check(ANN, "select * from odd.rows");
    TableSchema input = all.schema();
    for (String output : rules.outputs()) {
      List<String> byCel = new ArrayList<>();
      try (RunningQuery query = all.run(List.of(), allocator);
          ArrowReader reader = inEffect.rows(output, input, query.reader(), allocator)) {
        byCel.addAll(rows(reader));
      }
      var sql = inEffect.sql(output, input, "odd.rows");
      assertThat(sql.isPresent()).isEqualTo(inEffect.leftToCel().isEmpty());
      if (sql.isPresent()) {
        CheckedQuery query = engine.check(ANN, sql.get());
        assertThat(query.schema()).as(sql.get()).isEqualTo(rules.schema(output, input));
        try (RunningQuery running = query.run(List.of(), allocator)) {
          assertThat(rows(running.reader()))
              .as(document + "\n" + sql.get())
              .containsExactlyElementsOf(byCel);
        }
      }
    }
  }

  private static List<String> rows(ArrowReader reader) throws Exception {
    List<String> rows = new ArrayList<>();
    while (reader.loadNextBatch()) {
      var batch = reader.getVectorSchemaRoot();
      for (int i = 0; i < batch.getRowCount(); i++) {
        StringBuilder row = new StringBuilder();
        for (FieldVector vector : batch.getFieldVectors()) {
          row.append(vector.getName()).append('=').append(vector.getObject(i)).append(' ');
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }
}
