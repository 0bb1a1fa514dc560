package io.optima.lineage.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Connections to the index's database: many that read, transactions that write. */
final class Database implements AutoCloseable {
  private static final int READERS = 4;

  /** Of its own in PostgreSQL, where actors' state and other tables may be in the same database. */
  private static final String SCHEMA = "optima_lineage";

  private final Dialect dialect;
  private final HikariDataSource writers;
  private final HikariDataSource readers;
  private final JdbcClient write;
  private final JdbcClient read;
  private final TransactionTemplate transactions;

  private Database(Dialect dialect, HikariDataSource writers, HikariDataSource readers) {
    this.dialect = dialect;
    this.writers = writers;
    this.readers = readers;
    this.write = JdbcClient.create(writers);
    this.read = JdbcClient.create(readers);
    this.transactions = new TransactionTemplate(new DataSourceTransactionManager(writers));
  }

  /** One connection that writes, because SQLite has one writer, and some that only read. */
  static Database sqlite(String url) {
    HikariConfig writer = config(url, "", "", 1);
    sqlite(writer);
    writer.addDataSourceProperty("transaction_mode", "IMMEDIATE");
    HikariConfig reader = config(url, "", "", READERS);
    sqlite(reader);
    return open(new Sqlite(), writer, reader);
  }

  private static void sqlite(HikariConfig config) {
    config.addDataSourceProperty("journal_mode", "WAL");
    // the index can be built again: a power cut may cost the last writes, never the file
    config.addDataSourceProperty("synchronous", "NORMAL");
    config.addDataSourceProperty("busy_timeout", "20000");
  }

  static Database postgres(String url, String user, String password) {
    HikariConfig writer = config(url, user, password, READERS);
    HikariConfig reader = config(url, user, password, READERS);
    writer.setSchema(SCHEMA);
    reader.setSchema(SCHEMA);
    return open(new Postgres(), writer, reader);
  }

  private static HikariConfig config(String url, String user, String password, int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    if (!user.isEmpty()) {
      config.setUsername(user);
      config.setPassword(password);
    }
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    return config;
  }

  private static Database open(Dialect dialect, HikariConfig writer, HikariConfig reader) {
    HikariDataSource writers = new HikariDataSource(writer);
    try {
      migrate(writers, dialect);
      return new Database(dialect, writers, new HikariDataSource(reader));
    } catch (RuntimeException e) {
      writers.close();
      throw e;
    }
  }

  private static void migrate(HikariDataSource writers, Dialect dialect) {
    FluentConfiguration migrations =
        Flyway.configure()
            .dataSource(writers)
            .locations(dialect.migrations())
            .table("lineage_migration");
    if (writers.getSchema() != null) {
      migrations.schemas(writers.getSchema());
    }
    migrations.load().migrate();
  }

  Dialect dialect() {
    return dialect;
  }

  /** One transaction; no other writes at the same time. */
  <T> T write(Function<JdbcClient, T> work) {
    return translated(
        () ->
            Objects.requireNonNull(
                transactions.execute(
                    _ -> {
                      dialect.lock(write);
                      return work.apply(write);
                    })));
  }

  <T> T read(Function<JdbcClient, T> work) {
    return translated(() -> work.apply(read));
  }

  private static <T> T translated(Supplier<T> work) {
    try {
      return work.get();
    } catch (DataAccessException | TransactionException e) {
      throw new OptimaException(
          ErrorCode.UNAVAILABLE, "the lineage index cannot be reached: try again later", e);
    }
  }

  @Override
  public void close() {
    readers.close();
    writers.close();
  }
}
