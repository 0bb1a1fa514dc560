package io.optima.gateway.postgres;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.PostgresTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a database keeps for a source: replication slots, a publication, and who may use them. */
final class Slots implements AutoCloseable {
  private static final String GONE = "42704";
  private static final Pattern OURS = Pattern.compile("(optima_[0-9a-f]{32}_)([0-9]{1,18})");

  private final Connection connection;
  private final PostgresTable table;
  private final UUID source;

  Slots(Connection connection, PostgresTable table, UUID source) {
    this.connection = connection;
    this.table = table;
    this.source = source;
  }

  /** Of slot and publication of an attempt to begin; each has its own. */
  String name(long attempt) {
    return prefix() + attempt;
  }

  private String prefix() {
    return "optima_" + source.toString().replace("-", "") + "_";
  }

  /** False when another process follows the table; this one does until it is closed. */
  boolean isMine() {
    try (PreparedStatement asked =
        connection.prepareStatement("SELECT pg_try_advisory_lock(?, ?)")) {
      asked.setInt(1, (int) (source.getMostSignificantBits() >>> Integer.SIZE));
      asked.setInt(2, (int) source.getLeastSignificantBits());
      try (ResultSet answer = asked.executeQuery()) {
        answer.next();
        return answer.getBoolean(1);
      }
    } catch (SQLException e) {
      throw PostgresErrors.of(e, table);
    }
  }

  /** Others may follow the table. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted(); // an interrupted virtual thread closes its sockets
    try (PreparedStatement said = connection.prepareStatement("SELECT pg_advisory_unlock_all()")) {
      said.execute();
    } catch (SQLException e) {
      throw PostgresErrors.of(e, table);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * LSN from which on the slot of the attempt hands out changes.
   *
   * @throws OptimaException FAILED_PRECONDITION when changes have been lost with the slot
   */
  long start(long attempt) {
    String query =
        "SELECT confirmed_flush_lsn::text, wal_status = 'lost' FROM pg_replication_slots"
            + " WHERE slot_name = ?";
    try (PreparedStatement asked = connection.prepareStatement(query)) {
      asked.setString(1, name(attempt));
      try (ResultSet answer = asked.executeQuery()) {
        if (!answer.next() || answer.getBoolean(2)) {
          throw OptimaException.of(
              ErrorCode.FAILED_PRECONDITION,
              "the server of table %s has no slot %s any more, so changes are lost: remove the"
                  + " source from the stream and set it again, which begins with all rows of the"
                  + " table",
              table,
              name(attempt));
        }
        return lsn(answer.getString(1));
      }
    } catch (SQLException e) {
      throw PostgresErrors.of(e, table);
    }
  }

  /** As PostgreSQL writes it: {@code 16/B374D848}. */
  private static long lsn(String text) {
    int slash = text.indexOf('/');
    return Long.parseLong(text.substring(0, slash), 16) << Integer.SIZE
        | Long.parseLong(text.substring(slash + 1), 16);
  }

  /**
   * Leaves nothing of those attempts and older ones in the database: a slot that is left makes its
   * server keep its log for ever.
   */
  void drop(long attempt) {
    try {
      for (String slot : names("SELECT slot_name FROM pg_replication_slots", attempt)) {
        drop("SELECT pg_drop_replication_slot('" + slot + "')");
      }
      for (String publication : names("SELECT pubname FROM pg_publication", attempt)) {
        drop("DROP PUBLICATION " + publication);
      }
    } catch (SQLException e) {
      throw PostgresErrors.of(e, table);
    }
  }

  private void drop(String statement) throws SQLException {
    try (PreparedStatement dropped = connection.prepareStatement(statement)) {
      dropped.execute();
    } catch (SQLException e) {
      if (!GONE.equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  private List<String> names(String query, long attempt) throws SQLException {
    List<String> names = new ArrayList<>();
    try (PreparedStatement asked = connection.prepareStatement(query);
        ResultSet answer = asked.executeQuery()) {
      while (answer.next()) {
        String name = answer.getString(1);
        Matcher ours = OURS.matcher(name);
        if (ours.matches()
            && ours.group(1).equals(prefix())
            && Long.parseLong(ours.group(2)) <= attempt) {
          names.add(name);
        }
      }
    }
    return names;
  }
}
