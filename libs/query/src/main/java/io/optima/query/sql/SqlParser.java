package io.optima.query.sql;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.DuckDbSettings;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.duckdb.DuckDBConnection;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Parses SQL with the very parser that will read it again when it runs, in an instance of DuckDB
 * that holds nothing, and checks the tree.
 */
final class SqlParser implements AutoCloseable {
  private static final int LONGEST_SQL = 1 << 20;
  private static final int DEEPEST_TREE = 2_000;
  private static final String SERIALIZE =
      "select json_serialize_sql(?::varchar, skip_empty := false, skip_null := false,"
          + " skip_default := false)";

  /** Trees nest deeper than the documents that the one mapper is made for. */
  private final JsonMapper trees =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST_TREE).build())
                  .build())
          .build();

  private final DuckDb duckDb;
  private final DuckDBConnection connection;

  SqlParser(Path spill) {
    duckDb = DuckDb.open(new DuckDbSettings(256L << 20, 1, spill));
    try {
      connection = duckDb.connect();
      duckDb.execute("set enable_external_access = false");
      duckDb.execute("set lock_configuration = true");
    } catch (SQLException e) {
      throw new OptimaException(ErrorCode.INTERNAL, "the SQL parser did not start", e);
    }
  }

  /**
   * The statement's tree when it is one SELECT made of allowed parts only.
   *
   * @throws OptimaException INVALID_ARGUMENT saying what is wrong, and where
   */
  SyntaxTree parse(String sql) {
    if (sql.length() > LONGEST_SQL) {
      throw OptimaException.invalid("SQL has %d characters: at most %d", sql.length(), LONGEST_SQL);
    }
    JsonNode tree = tree(sql);
    if (tree.path("error").asBoolean(true)) {
      throw refusal(sql, tree);
    }
    JsonNode statements = tree.path("statements");
    if (statements.size() != 1) {
      throw OptimaException.invalid("SQL holds %d statements: send one", statements.size());
    }
    return AllowList.check(SqlText.statement(sql), statements.get(0));
  }

  private JsonNode tree(String sql) {
    try {
      return trees.readTree(serialize(sql));
    } catch (JacksonException e) {
      throw new OptimaException(ErrorCode.INVALID_ARGUMENT, "SQL is nested too deeply", e);
    }
  }

  private synchronized String serialize(String sql) {
    try (PreparedStatement statement = connection.prepareStatement(SERIALIZE)) {
      statement.setString(1, sql);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    } catch (SQLException e) {
      throw new OptimaException(ErrorCode.INVALID_ARGUMENT, "SQL is not readable", e);
    }
  }

  private static OptimaException refusal(String sql, JsonNode error) {
    String message = error.path("error_message").asString("not readable");
    if (message.startsWith("Only SELECT")) {
      return OptimaException.invalid("SQL: only SELECT is allowed");
    }
    JsonNode position = error.path("position");
    Place place = position.isMissingNode() ? Place.UNKNOWN : new Place(position.asInt(-1), 0);
    return place.refuse(sql, Shown.of(message));
  }

  @Override
  public void close() {
    try (duckDb;
        connection) {
      // both are closed whatever happens
    } catch (SQLException e) {
      throw new OptimaException(ErrorCode.INTERNAL, "the SQL parser did not close", e);
    }
  }
}
