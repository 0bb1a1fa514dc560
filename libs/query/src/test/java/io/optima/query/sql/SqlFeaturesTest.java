package io.optima.query.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the lists against the engine they were written for. */
class SqlFeaturesTest {
  /** Written by the parser itself, or resolved without being in the catalogue. */
  private static final Set<String> SYNTAX =
      Set.of(
          "coalesce",
          "grouping",
          "grouping_id",
          "ifnull",
          "try",
          "count_star",
          "current_date",
          "current_time",
          "current_timestamp",
          "localtime",
          "localtimestamp",
          "percentile_cont",
          "percentile_disc",
          "unnest",
          "->",
          "!__postfix",
          "!~",
          "~*",
          "!~*");

  @Test
  void everyListedFunctionExists(@TempDir Path spill) throws Exception {
    Set<String> known =
        names(spill, "select distinct lower(function_name) from duckdb_functions()");
    Set<String> listed = new TreeSet<>();
    for (AllowedNames.Kind kind : AllowedNames.Kind.values()) {
      if (kind != AllowedNames.Kind.TYPE) {
        listed.addAll(AllowedNames.listed().of(kind));
      }
    }
    listed.removeAll(known);
    listed.removeAll(SYNTAX);
    assertThat(listed).isEmpty();
  }

  @Test
  void keywordsAreTheEnginesOwn(@TempDir Path spill) throws Exception {
    assertThat(SqlFeatures.keywords())
        .containsExactlyInAnyOrderElementsOf(
            names(
                spill,
                "select distinct upper(keyword_name) from duckdb_keywords() where keyword_category"
                    + " in ('reserved', 'column_name', 'type_function')"));
  }

  @Test
  void functionsHaveTopics() {
    assertThat(SqlFeatures.numericFunctions()).contains("abs", "sqrt").doesNotContain("upper");
    assertThat(SqlFeatures.textFunctions()).contains("upper", "regexp_replace");
    assertThat(SqlFeatures.dateAndTimeFunctions()).contains("date_trunc");
    assertThat(SqlFeatures.systemFunctions()).contains("typeof");
    assertThat(SqlFeatures.types()).extracting(SqlFeatures.SqlType::name).contains("DECIMAL");
  }

  private static Set<String> names(Path spill, String sql) throws Exception {
    Set<String> names = new TreeSet<>();
    try (DuckDb duckDb = DuckDb.open(new DuckDbSettings(64L << 20, 1, spill));
        Connection connection = duckDb.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}
