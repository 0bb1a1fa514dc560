package io.optima.query.sql;

import io.optima.identity.ArrowSchemas;
import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataTypes;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDb;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;

/**
 * What is known of a statement without running it.
 *
 * @param columns of the result, names made distinct; parameters of unknown type count as null
 * @param certain whether the columns do not depend on the types of the values bound
 */
record StatementShape(TableSchema columns, List<Parameter> parameters, boolean certain) {
  private static final Map<String, DataType> TYPES =
      Map.ofEntries(
          Map.entry("BOOLEAN", DataType.Simple.BOOL),
          Map.entry("TINYINT", DataType.Simple.INT8),
          Map.entry("SMALLINT", DataType.Simple.INT16),
          Map.entry("INTEGER", DataType.Simple.INT32),
          Map.entry("BIGINT", DataType.Simple.INT64),
          Map.entry("UTINYINT", DataType.Simple.UINT8),
          Map.entry("USMALLINT", DataType.Simple.UINT16),
          Map.entry("UINTEGER", DataType.Simple.UINT32),
          Map.entry("UBIGINT", DataType.Simple.UINT64),
          Map.entry("FLOAT", DataType.Simple.FLOAT32),
          Map.entry("DOUBLE", DataType.Simple.FLOAT64),
          Map.entry("VARCHAR", DataType.Simple.UTF8),
          Map.entry("BLOB", DataType.Simple.BINARY),
          Map.entry("DATE", DataType.Simple.DATE),
          Map.entry("TIME", DataType.Simple.TIME),
          Map.entry("TIMESTAMP", DataType.Simple.TIMESTAMP),
          Map.entry("TIMESTAMP_NS", DataType.Simple.TIMESTAMP_NS),
          Map.entry("TIMESTAMP WITH TIME ZONE", DataType.Simple.TIMESTAMP_UTC),
          Map.entry("INTERVAL", DataType.Simple.INTERVAL));

  StatementShape {
    parameters = List.copyOf(parameters);
  }

  /**
   * Binds the statement, and reads no row.
   *
   * @throws OptimaException INVALID_ARGUMENT when names or types do not fit
   */
  static StatementShape of(PreparedSql sql, Instance instance) {
    try (DuckDBConnection connection = instance.connect()) {
      // the statement itself first: positions in messages are those of the user's text
      try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
        List<Parameter> parameters = parameters(sql, statement.getParameterMetaData());
        boolean certain = parameters.stream().allMatch(parameter -> parameter.type().isPresent());
        return new StatementShape(columns(sql, connection), parameters, certain);
      }
    } catch (SQLException e) {
      throw EngineErrors.ofBinding(sql.tree().sql(), e);
    }
  }

  private static List<Parameter> parameters(PreparedSql sql, ParameterMetaData known)
      throws SQLException {
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < sql.parameters().size(); i++) {
      parameters.add(
          new Parameter(sql.parameters().get(i), type(known.getParameterTypeName(i + 1))));
    }
    return parameters;
  }

  private static Optional<DataType> type(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    if (upper.startsWith("DECIMAL(")) {
      return Optional.of(DataTypes.parse(upper.toLowerCase(Locale.ROOT)));
    }
    return Optional.ofNullable(TYPES.get(upper));
  }

  private static TableSchema columns(PreparedSql sql, DuckDBConnection connection)
      throws SQLException {
    String none = "select * from (\n" + sql.text() + "\n) limit 0";
    try (BufferAllocator allocator = new RootAllocator();
        PreparedStatement statement = connection.prepareStatement(none)) {
      for (int i = 1; i <= sql.parameters().size(); i++) {
        statement.setNull(i, Types.NULL);
      }
      try (ResultSet rows = statement.executeQuery();
          ArrowReader reader = DuckDb.read(rows, allocator)) {
        return ArrowSchemas.fromArrow(reader.getVectorSchemaRoot().getSchema(), reader);
      }
    } catch (java.io.IOException e) {
      throw new SQLException(e);
    }
  }
}
