package io.optima.gateway.postgres;

import io.debezium.connector.postgresql.PostgresConnector;
import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.ChangeConsumer;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.PostgresTable;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.MemoryOffsetBackingStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Debezium's engine for one table. It begins without a memory: where to begin is the replication
 * slot's business, and what was stored is the stream's.
 */
final class Engine {
  /** Of the topics that Debezium's events name. */
  private static final String PREFIX = "optima";

  static final String TRANSACTIONS = PREFIX + ".transaction";
  static final String NOTIFICATIONS = PREFIX + ".notifications";

  private static final Logger log = LoggerFactory.getLogger(Engine.class);
  private static final Predicate<String> IDENTIFIER = Pattern.compile("\\w+").asMatchPredicate();
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final PostgresDatabase database;
  private final String name;
  private final List<String> keys;

  /**
   * @param name of slot and publication
   * @param keys columns of the primary key; none: what Debezium finds
   */
  Engine(PostgresDatabase database, String name, List<String> keys) {
    this.database = database;
    this.name = name;
    this.keys = keys;
  }

  /** What is done with events, by one thread, in their order. */
  interface Handler extends ChangeConsumer<RecordChangeEvent<SourceRecord>> {
    /** Completes when enough events came; never, when all that come are wanted. */
    CompletableFuture<Void> enough();
  }

  /**
   * The rows that the table has; makes the slot, behind whose beginning changes follow them.
   *
   * @throws OptimaException why it ended before the handler had enough; CANCELLED when this thread
   *     was interrupted
   */
  void snapshot(Handler handler) {
    Properties settings = settings();
    settings.setProperty("snapshot.mode", "initial");
    run(settings, handler);
  }

  /** Changes from where the slot is; errors as {@link #snapshot}. */
  void follow(Handler handler) {
    Properties settings = settings();
    settings.setProperty("snapshot.mode", "no_data");
    run(settings, handler);
  }

  private Properties settings() {
    PostgresTable table = database.table();
    PostgresDatabase.Login login = database.login();
    Properties settings = new Properties();
    settings.setProperty("name", name);
    settings.setProperty("connector.class", PostgresConnector.class.getName());
    settings.setProperty("topic.prefix", PREFIX);
    settings.setProperty("database.hostname", database.host());
    settings.setProperty("database.port", database.port());
    settings.setProperty("database.dbname", table.database());
    settings.setProperty("database.user", login.user());
    settings.setProperty("database.password", login.password());
    settings.setProperty("database.sslmode", table.ssl());
    settings.setProperty("plugin.name", "pgoutput");
    settings.setProperty("slot.name", name);
    settings.setProperty("slot.max.retries", "0");
    settings.setProperty("publication.name", name);
    settings.setProperty("publication.autocreate.mode", "filtered");
    settings.setProperty("table.include.list", pattern(table));
    settings.setProperty("skipped.operations", "none");
    settings.setProperty("tombstones.on.delete", "false");
    settings.setProperty("provide.transaction.metadata", "true");
    settings.setProperty("event.converting.failure.handling.mode", "fail");
    settings.setProperty("custom.metric.tags", "slot=" + name); // names of MBeans are distinct
    settings.setProperty("notification.enabled.channels", "sink");
    settings.setProperty("notification.sink.topic.name", NOTIFICATIONS);
    if (!keys.isEmpty()
        && keys.stream().allMatch(IDENTIFIER)
        && IDENTIFIER.test(table.tableName())) {
      settings.setProperty("message.key.columns", pattern(table) + ":" + String.join(",", keys));
    }
    setTypes(settings);
    setPace(settings);
    return settings;
  }

  private static void setTypes(Properties settings) {
    settings.setProperty("decimal.handling.mode", "string");
    settings.setProperty("interval.handling.mode", "string");
    settings.setProperty("hstore.handling.mode", "json");
    settings.setProperty("time.precision.mode", "adaptive");
  }

  /**
   * How much lies in memory, how often the slot is told, and that an idle table does not stop it.
   */
  private static void setPace(Properties settings) {
    settings.setProperty("offset.storage", MemoryOffsetBackingStore.class.getName());
    settings.setProperty("offset.flush.interval.ms", "1000");
    settings.setProperty("max.queue.size", "8192");
    settings.setProperty("max.queue.size.in.bytes", String.valueOf(32 << 20));
    settings.setProperty("max.batch.size", "2048");
    settings.setProperty("snapshot.fetch.size", "64");
    settings.setProperty("poll.interval.ms", "50");
    settings.setProperty("errors.max.retries", "0");
    settings.setProperty("task.management.timeout.ms", "240000");
    settings.setProperty("heartbeat.interval.ms", "30000");
    settings.setProperty(
        "heartbeat.action.query", "SELECT pg_logical_emit_message(true, 'optima', '')");
  }

  /** Debezium reads names of tables as regular expressions. */
  private static String pattern(PostgresTable table) {
    return "(?-i)" + quoted(table.schemaName()) + "\\." + quoted(table.tableName());
  }

  private static String quoted(String name) {
    return name.replaceAll("([^\\p{L}\\p{N}_ ])", "\\\\$1");
  }

  private void run(Properties settings, Handler handler) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    DebeziumEngine<RecordChangeEvent<SourceRecord>> engine =
        DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
            .using(settings)
            .using((success, message, error) -> end(end, message, error))
            .notifying(handler)
            .build();
    Thread thread = Thread.ofPlatform().daemon().name(name).start(engine);
    try {
      CompletableFuture.anyOf(end, handler.enough()).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OptimaException(ErrorCode.CANCELLED, "following a table was cancelled", e);
    } catch (ExecutionException e) {
      throw failure(e);
    } finally {
      close(engine, thread);
    }
  }

  private static void end(CompletableFuture<Void> end, String message, @Nullable Throwable error) {
    end.completeExceptionally(
        error == null
            ? OptimaException.of(ErrorCode.UNAVAILABLE, "Debezium stopped: %s", message)
            : error);
  }

  private OptimaException failure(Throwable error) {
    for (Throwable each = error; each != null; each = each.getCause()) {
      if (each instanceof OptimaException known) {
        return known;
      }
      if (each instanceof SQLException sql) {
        return PostgresErrors.of(sql, database.table());
      }
    }
    return new OptimaException(
        ErrorCode.UNAVAILABLE,
        "changes of table %s cannot be read: %s".formatted(database.table(), why(error)),
        error);
  }

  private static String why(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  /**
   * Afterwards none of its threads calls the handler. By a thread of its own, since Debezium
   * swallows interrupts.
   */
  private static void close(DebeziumEngine<?> engine, Thread thread) {
    Thread closing =
        Thread.ofPlatform().daemon().name("closing").start(() -> closeUntilEnded(engine, thread));
    boolean interrupted = Thread.interrupted();
    while (closing.isAlive()) {
      try {
        closing.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** It cannot be closed while it starts. */
  private static void closeUntilEnded(DebeziumEngine<?> engine, Thread thread) {
    while (thread.isAlive()) {
      try {
        engine.close();
      } catch (IllegalStateException | IOException e) {
        log.debug("Debezium starts, or ends already", e);
      }
      try {
        thread.join(PAUSE);
      } catch (InterruptedException e) {
        log.debug("nobody interrupts the closing of Debezium", e);
      }
    }
  }
}
