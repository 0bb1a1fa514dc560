package io.optima.query.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which statements give other rows each time, and that no function was forgotten. */
class ChangingTest {
  /** Functions that give the same without arguments, always. */
  private static final Set<String> CONSTANT = Set.of("list_pack", "list_value", "map", "pi");

  private Path spill;
  private DuckDb duckDb;
  private SqlParser parser;

  @BeforeEach
  void open(@TempDir Path home) {
    spill = home;
    duckDb = DuckDb.open(new DuckDbSettings(64L << 20, 1, spill));
    parser = new SqlParser(spill);
  }

  @AfterEach
  void close() {
    parser.close();
    duckDb.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select now()",
        "select NOW() from sales.orders",
        "select current_date",
        "select Current_Timestamp",
        "select a from t where b < localtimestamp",
        "select 1 where exists (select today())",
        "with x as (select random() as r) select r from x",
        "select list_transform([1], lambda e: e + random())",
        "select a from t order by random()",
        "select a, ago(interval 1 day) from t",
        "select uuid() union all select 'a'",
        "select max(random()) over () from t",
        "select coalesce(null, get_current_timestamp())",
        "from t using sample 10",
        "from t tablesample 10%",
        "select * from (select * from t) tablesample reservoir(5)",
        "select * from range((random() * 10)::bigint)",
        "select reservoir_quantile(a, 0.5) from t"
      })
  void clockAndChance(String sql) {
    assertThat(parser.parse(sql).repeatable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "select t.now, \"random\", age from t",
        "select t.current_date from t",
        "select 'now()' as now",
        "select date_trunc('day', a), hash(b), sum(c) over () from t group by all",
        "with random as (select 1 as a) select a from random"
      })
  void everythingElseIsRepeatable(String sql) {
    assertThat(parser.parse(sql).repeatable()).isTrue();
  }

  @Test
  void whatDuckDbCallsChangingIsListed() throws Exception {
    Set<String> changing =
        names(
            "select lower(function_name) from duckdb_functions() where stability <> 'CONSISTENT'");
    changing.retainAll(allowed());
    assertThat(changing).isNotEmpty();
    assertThat(Changing.FUNCTIONS).containsAll(changing);
  }

  /** Without arguments a function is constant or changing, whatever DuckDB says of it. */
  @Test
  void whatHasNoArgumentsIsOneOrTheOther() throws Exception {
    Set<String> bare =
        names(
            "select lower(function_name) from duckdb_functions()"
                + " where function_type = 'scalar' and len(parameters) = 0 and varargs is null");
    bare.retainAll(allowed());
    bare.removeAll(CONSTANT);
    assertThat(bare).contains("current_localtime", "now", "random");
    assertThat(Changing.FUNCTIONS).containsAll(bare);
  }

  @Test
  void macrosThatCallThemAreListed() throws Exception {
    Set<String> macros =
        names(
            "select lower(function_name) || ' ' || lower(macro_definition) from duckdb_functions()"
                + " where macro_definition is not null");
    Pattern changing =
        Pattern.compile("\\W(%s)\\W".formatted(String.join("|", Changing.FUNCTIONS)));
    Set<String> found = new TreeSet<>();
    for (String macro : macros) {
      String name = macro.substring(0, macro.indexOf(' '));
      if (changing.matcher(macro.substring(name.length()) + " ").find()) {
        found.add(name);
      }
    }
    found.retainAll(allowed());
    assertThat(found).contains("ago");
    assertThat(Changing.FUNCTIONS).containsAll(found);
  }

  @Test
  void whatNeedsNoParenthesesIsAKeyword() {
    Set<String> keywords = new TreeSet<>();
    for (String name : allowed()) {
      if (name.matches("[a-z_0-9]+") && runs("select " + name)) {
        keywords.add(name);
      }
    }
    assertThat(keywords).containsExactlyInAnyOrderElementsOf(Changing.KEYWORDS);
    assertThat(Changing.FUNCTIONS).containsAll(Changing.KEYWORDS);
  }

  private static Set<String> allowed() {
    Set<String> allowed = new TreeSet<>();
    for (AllowedNames.Kind kind : AllowedNames.Kind.values()) {
      if (kind != AllowedNames.Kind.TYPE) {
        allowed.addAll(AllowedNames.listed().of(kind));
      }
    }
    return allowed;
  }

  private boolean runs(String sql) {
    try (Connection connection = duckDb.connect();
        Statement statement = connection.createStatement()) {
      statement.executeQuery(sql).close();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private Set<String> names(String sql) throws SQLException {
    Set<String> names = new TreeSet<>();
    try (Connection connection = duckDb.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}
