package io.optima.jdbc;

import io.optima.identity.ArrowSchemas;
import io.optima.jdbc.dialect.Access;
import io.optima.jdbc.dialect.Dialect;
import io.optima.jdbc.dialect.StandardSql;
import io.optima.jdbc.dialect.WriteMode;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.schema.TableSchema;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * A database whose tables are read and written. For any number of threads; each call has a
 * connection of its own.
 *
 * <p>Errors: UNAVAILABLE when trying again may help; FAILED_PRECONDITION when rows and table do not
 * fit each other, naming the column, or the database refuses; CANCELLED.
 */
public final class Database {
  private final Dialect dialect;
  private final Connector connector;

  public Database(Dialect dialect, Connector connector) {
    this.dialect = dialect;
    this.connector = connector;
  }

  static String reading(Source source) {
    return "%s cannot be read".formatted(source.text());
  }

  private static String writing(Target target) {
    return "table %s cannot be written".formatted(target.table());
  }

  /** The columns that {@link #load} would have; reads no rows. */
  public TableSchema check(Source source) {
    try (Session session = Session.open(dialect, connector, Access.READ)) {
      return LoadedRows.schema(columns(session, source));
    } catch (SQLException e) {
      throw dialect.translated(reading(source), e);
    }
  }

  private List<LoadedColumn> columns(Session session, Source source) throws SQLException {
    return LoadedColumn.of(dialect, session.shape(source.sql() + " where 1 = 0"), source.types());
  }

  /** All rows, to be closed by the caller. */
  public LoadedRows load(Source source, BufferAllocator allocator) {
    Session session = null;
    try {
      session = Session.open(dialect, connector, Access.READ);
      return new LoadedRows(dialect, session, columns(session, source), source, allocator);
    } catch (SQLException e) {
      throw closing(session, dialect.translated(reading(source), e));
    } catch (RuntimeException e) {
      throw closing(session, e);
    }
  }

  private static RuntimeException closing(
      @org.jspecify.annotations.Nullable Session session, RuntimeException failure) {
    if (session != null) {
      try {
        session.close();
      } catch (SQLException e) {
        failure.addSuppressed(e);
      }
    }
    return failure;
  }

  /**
   * Looks whether {@link #unload} of such rows would work: connects, and does all of it but the
   * rows, in a transaction that is rolled back. Where tables cannot be made within a transaction
   * one that is missing is only thought of.
   */
  public void check(Target target, TableSchema schema) {
    try (Session session = Session.open(dialect, connector, Access.WRITE)) {
      Unload unload = new Unload(dialect, session, target, schema);
      if (target.mode() == WriteMode.APPEND) {
        new Effects(dialect, session, target.table()).probe();
      }
      if (!dialect.makesTablesInTransactions()
          && !dialect.exists(session.connection(), target.table())) {
        var _ = unload.declared();
        return;
      }
      var _ = unload.table();
      if (target.mode() == WriteMode.SNAPSHOT) {
        session.update(StandardSql.deleteAll(target.table()) + " where 1 = 0");
      }
    } catch (SQLException e) {
      throw dialect.translated(writing(target), e);
    }
  }

  /**
   * Writes rows, all of them or none. The effect is in the database once however often this is
   * called with the same key, from however many places at a time: the key stands in a table {@code
   * optima_effects} beside the target, written by the same transaction. Where that table cannot be
   * made a snapshot and an upsert, which repeat harmlessly, go without it, and an append is
   * refused.
   *
   * @param key of the effect, at most 512 characters
   * @param rows stay open
   */
  public Unloaded unload(Target target, String key, ArrowReader rows, UnloadListener listener) {
    Access access = target.mode() == WriteMode.UPSERT ? Access.WRITE_IN_ORDER : Access.WRITE;
    try (Session session = Session.open(dialect, connector, access)) {
      listener.started(session::cancel);
      try {
        return unload(session, target, key, rows, listener);
      } catch (SQLException e) {
        session.requireGoing();
        throw e;
      }
    } catch (SQLException e) {
      throw dialect.translated(writing(target), e);
    } catch (IOException e) {
      throw new OptimaException(ErrorCode.INTERNAL, "the rows could not be read", e);
    }
  }

  private Unloaded unload(
      Session session, Target target, String key, ArrowReader rows, UnloadListener listener)
      throws SQLException, IOException {
    Effects effects = new Effects(dialect, session, target.table());
    boolean guarded = effects.prepare();
    if (!guarded && target.mode() == WriteMode.APPEND) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "table optima_effects cannot be made beside table %s, and without it an append could"
              + " happen twice: let an administrator make it, or use another mode",
          target.table());
    }
    if (guarded) {
      OptionalLong before = effects.claim(key);
      if (before.isPresent()) {
        return new Unloaded(before.getAsLong(), true);
      }
    }
    TableSchema schema = ArrowSchemas.fromArrow(rows.getVectorSchemaRoot().getSchema());
    long written = new Unload(dialect, session, target, schema).write(rows, listener);
    if (guarded) {
      effects.count(key, written);
    }
    session.commit();
    return new Unloaded(written, false);
  }
}
