package io.optima.query.sql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.optima.model.OptimaException;
import io.optima.model.Principal;
import io.optima.model.schema.DataType;
import io.optima.query.secure.Closing;
import io.optima.query.secure.Grant;
import io.optima.query.secure.Relations;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Runs SQL of users over datasets: one SELECT, made of allowed parts only, over versions that were
 * resolved before. For any number of threads.
 */
public final class SqlEngine implements AutoCloseable {
  private static final int REMEMBERED_CHARACTERS = 16 << 20;

  private final Relations relations;
  private final QuerySettings settings;
  private final SqlParser parser;
  private final InstancePool pool;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("query-clock").factory());
  private final Future<?> sweeping;
  private final Cache<String, SyntaxTree> trees =
      Caffeine.newBuilder()
          .maximumWeight(REMEMBERED_CHARACTERS)
          .weigher((String sql, SyntaxTree tree) -> 1_000 + 50 * sql.length())
          .build();

  public SqlEngine(Relations relations, QuerySettings settings) {
    this.relations = relations;
    this.settings = settings;
    this.parser = new SqlParser(settings.spill());
    this.pool = new InstancePool(settings.instances(), settings.kept(), settings.waiting());
    long period = Math.max(1_000, settings.idle().toMillis() / 4);
    this.sweeping =
        clock.scheduleWithFixedDelay(
            () -> pool.closeIdle(settings.idle()), period, period, TimeUnit.MILLISECONDS);
  }

  /** {@link #check(Principal, String, Names, Map)} without names or types of its own. */
  public CheckedQuery check(Principal principal, String sql) {
    return check(principal, sql, Names.NONE, Map.of());
  }

  /**
   * The statement with every name resolved, ready to run.
   *
   * @param types of parameters by name, where they are declared
   * @throws OptimaException INVALID_ARGUMENT when the statement is not allowed, or names or types
   *     do not fit; NOT_FOUND for datasets that do not exist or that the principal may not read
   */
  public CheckedQuery check(
      Principal principal, String sql, Names names, Map<String, DataType> types) {
    SyntaxTree tree = trees.get(sql, parser::parse);
    Map<TableName, Grant> grants = Snapshot.of(tree, names, relations, principal);
    PreparedSql prepared = PreparedSql.of(tree, types);
    try (InstancePool.Lease lease = lease(grants)) {
      return new CheckedQuery(this, prepared, names, grants, lease.instance().shape(prepared));
    }
  }

  RunningQuery run(
      CheckedQuery query,
      List<? extends @Nullable Object> values,
      Duration timeout,
      BufferAllocator allocator) {
    Closing opened = new Closing();
    try {
      Instance instance = opened.add(lease(query.grants())).instance();
      DuckDBConnection connection = opened.add(instance.connect());
      Execution execution = opened.add(Execution.of(connection, query.sql(), values));
      Cancellation cancellation = new Cancellation(execution.statement(), timeout, clock);
      ResultReader reader =
          opened.add(
              new ResultReader(
                  execution.start(),
                  query.shape(),
                  cancellation,
                  e -> instance.failure(query.sql(), values, cancellation, e),
                  allocator));
      opened.add(cancellation);
      return new RunningQuery(reader, cancellation, opened);
    } catch (SQLException e) {
      opened.closeAfter(e);
      throw EngineErrors.ofRunning(e);
    } catch (RuntimeException e) {
      opened.closeAfter(e);
      throw e;
    }
  }

  private InstancePool.Lease lease(Map<TableName, Grant> grants) {
    return pool.lease(InstanceKey.of(grants), () -> Instance.open(grants, relations, settings));
  }

  Duration timeout() {
    return settings.timeout();
  }

  @Override
  public void close() {
    sweeping.cancel(false);
    clock.shutdownNow();
    pool.close();
    parser.close();
  }
}
