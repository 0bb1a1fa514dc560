package io.optima.jdbc.dialect;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Objects;

/** What errors of drivers mean by their SQLSTATE. */
final class SqlErrors {
  private SqlErrors() {}

  static String state(SQLException error) {
    return Objects.requireNonNullElse(error.getSQLState(), "");
  }

  /** Whether trying again may help. */
  static boolean isPassing(SQLException error) {
    String state = state(error);
    return error instanceof SQLTransientException
        || error instanceof SQLRecoverableException
        || state.startsWith("08")
        || state.startsWith("40")
        || state.startsWith("53")
        || state.startsWith("55")
        || state.startsWith("57P");
  }

  static OptimaException unavailable(String database, String doing, SQLException error) {
    return new OptimaException(
        ErrorCode.UNAVAILABLE,
        "%s: %s is busy or does not answer: try again later".formatted(doing, database),
        error);
  }

  static OptimaException failed(String doing, String why, SQLException error) {
    return new OptimaException(ErrorCode.FAILED_PRECONDITION, doing + ": " + why, error);
  }

  /** What everybody may see of a message: its first line, without what rows hold. */
  static String shown(String message) {
    return Shown.of(message.lines().findFirst().orElse(""));
  }
}
