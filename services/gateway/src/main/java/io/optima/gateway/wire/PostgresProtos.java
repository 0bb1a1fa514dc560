package io.optima.gateway.wire;

import io.optima.model.stream.PostgresTable;

/** Tables of PostgreSQL between the model and protobuf. */
final class PostgresProtos {
  private static final String USUAL_SSL = "prefer";

  private PostgresProtos() {}

  static PostgresTable table(io.optima.v1.PostgresTable table) {
    return new PostgresTable(
        table.getServer(),
        table.getDatabase(),
        table.getTable(),
        table.getUser(),
        table.getSslMode().isEmpty() ? USUAL_SSL : table.getSslMode(),
        table.getColumnsList(),
        table.hasSecret() ? KafkaProtos.secret(table.getSecret()) : null);
  }

  static io.optima.v1.PostgresTable table(PostgresTable table) {
    io.optima.v1.PostgresTable.Builder built =
        io.optima.v1.PostgresTable.newBuilder()
            .setServer(table.server())
            .setDatabase(table.database())
            .setTable(table.table())
            .setUser(table.user())
            .setSslMode(table.ssl())
            .addAllColumns(table.columns());
    if (table.secret() != null) {
      built.setSecret(KafkaProtos.secret(table.secret()));
    }
    return built.build();
  }
}
