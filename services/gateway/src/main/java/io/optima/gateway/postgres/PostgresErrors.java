package io.optima.gateway.postgres;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.PostgresTable;
import java.sql.SQLException;
import java.util.Objects;

/** What PostgreSQL and its driver mean with their errors. */
final class PostgresErrors {
  private static final String OBJECT_IN_USE = "55006";
  private static final String NO_MORE_SLOTS = "53400";
  private static final String NOT_ALLOWED = "42501";

  private PostgresErrors() {}

  static OptimaException of(SQLException error, PostgresTable table) {
    String state = Objects.requireNonNullElse(error.getSQLState(), "");
    return switch (state) {
      case "3D000" -> failed("there is no database for table %s: create it", table, error);
      case "42P01", "3F000" -> failed("there is no table %s: create it", table, error);
      case NOT_ALLOWED ->
          failed(
              "the user may not follow table %s: it needs REPLICATION, SELECT on the table, and to"
                  + " own the table or the publication optima makes for it",
              table, error);
      case "57014" ->
          with(
              ErrorCode.UNAVAILABLE,
              "older transactions are open on the server of table %s: it can be followed when they"
                  + " end",
              table,
              error);
      case OBJECT_IN_USE ->
          with(ErrorCode.UNAVAILABLE, "changes of table %s are read elsewhere", table, error);
      case NO_MORE_SLOTS ->
          failed(
              "the server of table %s has no replication slot left: raise its"
                  + " max_replication_slots, or drop slots that nobody reads",
              table, error);
      default -> byClass(state, table, error);
    };
  }

  private static OptimaException byClass(String state, PostgresTable table, SQLException error) {
    if (state.startsWith("28")) {
      return failed("the server of table %s refuses user or password", table, error);
    }
    boolean away = state.isEmpty() || state.startsWith("08") || state.startsWith("57P");
    return away
        ? with(ErrorCode.UNAVAILABLE, "the server of table %s does not answer", table, error)
        : with(ErrorCode.FAILED_PRECONDITION, "table %s cannot be followed", table, error);
  }

  private static OptimaException failed(String text, PostgresTable table, SQLException error) {
    return with(ErrorCode.FAILED_PRECONDITION, text, table, error);
  }

  private static OptimaException with(
      ErrorCode code, String text, PostgresTable table, SQLException error) {
    return new OptimaException(
        code, "%s (%s)".formatted(text.formatted(table), error.getMessage()), error);
  }
}
