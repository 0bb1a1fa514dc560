package io.optima.jdbc;

import io.optima.identity.CanonicalRows;
import io.optima.jdbc.dialect.Dialect;
import io.optima.jdbc.dialect.Shape;
import io.optima.jdbc.dialect.StandardSql;
import io.optima.jdbc.dialect.WriteMode;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Rows on their way into one table, within one transaction. */
final class Unload {
  private static final int STATEMENT_ROWS = 1_000;

  private final Dialect dialect;
  private final Session session;
  private final Target target;
  private final TableSchema schema;

  Unload(Dialect dialect, Session session, Target target, TableSchema schema) {
    this.dialect = dialect;
    this.session = session;
    this.target = target;
    this.schema = schema;
    target.requireKey(schema);
  }

  /** Makes the table when there is none, and looks whether the rows fit into it. */
  List<TargetColumn> table() throws SQLException {
    makeTable();
    return columns();
  }

  private void makeTable() throws SQLException {
    if (!dialect.exists(session.connection(), target.table())) {
      session.update(StandardSql.create(target.table(), declared(), target.key()));
    }
  }

  private List<TargetColumn> columns() throws SQLException {
    List<Shape> shapes = session.shape("select * from " + target.table().sql() + " where 1 = 0");
    List<TargetColumn> columns = new ArrayList<>();
    for (Field field : schema.fields()) {
      columns.add(TargetColumn.of(dialect, field, shape(field, shapes), isKey(field)));
    }
    requireOthersFree();
    session.update(dialect.probe(target.table(), schema.names(), target.upsertKey()));
    return columns;
  }

  private boolean isKey(Field field) {
    return target.upsertKey().contains(field.name());
  }

  /** Columns of the table that has to be made; refuses what it cannot have. */
  List<String> declared() {
    return schema.fields().stream()
        .map(field -> TargetColumn.declared(dialect, field, target.key().contains(field.name())))
        .toList();
  }

  private Shape shape(Field field, List<Shape> shapes) {
    return shapes.stream()
        .filter(shape -> shape.name().equals(field.name()))
        .findFirst()
        .orElseThrow(
            () ->
                OptimaException.of(
                    ErrorCode.FAILED_PRECONDITION,
                    "table %s has no column '%s': it has %s",
                    target.table(),
                    Shown.of(field.name()),
                    shapes.stream().map(Shape::name).toList()));
  }

  /** The patterns may mean other tables too. */
  private void requireOthersFree() throws SQLException {
    String schemaName = target.table().schema().isEmpty() ? null : target.table().schema();
    try (ResultSet columns =
        session
            .connection()
            .getMetaData()
            .getColumns(null, schemaName, target.table().name(), "%")) {
      while (columns.next()) {
        String name = columns.getString("COLUMN_NAME");
        boolean mine =
            target.table().name().equals(columns.getString("TABLE_NAME"))
                && (schemaName == null || schemaName.equals(columns.getString("TABLE_SCHEM")));
        if (mine && schema.field(name).isEmpty() && needsValue(columns)) {
          throw OptimaException.of(
              ErrorCode.FAILED_PRECONDITION,
              "column '%s' of table %s is never null and has no default, and the rows have none",
              Shown.of(name),
              target.table());
        }
      }
    }
  }

  private static boolean needsValue(ResultSet column) throws SQLException {
    return "NO".equals(column.getString("IS_NULLABLE"))
        && column.getString("COLUMN_DEF") == null
        && !"YES".equals(column.getString("IS_AUTOINCREMENT"));
  }

  /** Puts all rows into the transaction. */
  long write(ArrowReader rows, UnloadListener listener) throws SQLException, IOException {
    makeTable();
    if (target.mode() == WriteMode.SNAPSHOT) {
      lock();
    }
    List<TargetColumn> columns = columns();
    if (target.mode() == WriteMode.SNAPSHOT) {
      session.update(StandardSql.deleteAll(target.table()));
    }
    String sql =
        target.mode() == WriteMode.UPSERT
            ? dialect.upsert(target.table(), schema.names(), target.key())
            : dialect.insert(target.table(), schema.names());
    long written = 0;
    try (PreparedStatement statement =
        session.current(session.connection().prepareStatement(sql))) {
      while (rows.loadNextBatch()) {
        VectorSchemaRoot batch = rows.getVectorSchemaRoot();
        try (VectorSchemaRoot canonical =
            CanonicalRows.normalize(
                batch, rows, written, Objects.requireNonNull(batch.getVector(0)).getAllocator())) {
          write(statement, columns, canonical, written);
        }
        written += batch.getRowCount();
        listener.written(written);
      }
    }
    return written;
  }

  /** Before anything else takes a weaker lock: two that have it would wait for each other. */
  private void lock() throws SQLException {
    String lock = dialect.lock(target.table());
    if (lock != null) {
      session.update(lock);
    }
  }

  private void write(
      PreparedStatement statement, List<TargetColumn> columns, VectorSchemaRoot batch, long before)
      throws SQLException {
    for (int row = 0; row < batch.getRowCount(); row++) {
      for (int i = 0; i < columns.size(); i++) {
        columns.get(i).bind(dialect, statement, i + 1, batch.getVector(i), row, before + row);
      }
      statement.addBatch();
      if ((row + 1) % STATEMENT_ROWS == 0 || row + 1 == batch.getRowCount()) {
        session.requireGoing();
        statement.executeBatch();
      }
    }
  }
}
