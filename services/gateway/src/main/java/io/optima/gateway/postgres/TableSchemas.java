package io.optima.gateway.postgres;

import io.optima.gateway.stream.SourceSchemas;
import io.optima.model.stream.PostgresTable;
import io.optima.model.stream.RecordSchema;
import io.optima.model.stream.Secrets;
import io.optima.model.stream.StreamSource;
import io.optima.query.protobuf.RowMessages;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** What changes of tables are, by the columns that these have. */
public final class TableSchemas implements SourceSchemas {
  private final Secrets secrets;

  public TableSchemas(Secrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public Optional<RecordSchema> of(StreamSource source) {
    return Optional.ofNullable(source.postgres()).map(this::schema);
  }

  private RecordSchema schema(PostgresTable table) {
    try (Connection connection = new PostgresDatabase(table, secrets).connect()) {
      var _ = FollowedTable.of(connection, table);
      return RowMessages.of(ChangeRows.schema(FollowedTable.columns(connection, table))).schema();
    } catch (SQLException e) {
      throw PostgresErrors.of(e, table);
    }
  }
}
