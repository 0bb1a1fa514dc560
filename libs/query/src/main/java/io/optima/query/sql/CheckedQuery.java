package io.optima.query.sql;

import io.optima.model.OptimaException;
import io.optima.model.dataset.Input;
import io.optima.model.lineage.ColumnLineage;
import io.optima.model.schema.TableSchema;
import io.optima.query.lineage.QueryLineage;
import io.optima.query.secure.Grant;
import io.optima.query.sql.SyntaxTree.TableUse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * A statement that is allowed, with every name resolved to a version that the principal may read.
 * It holds nothing open and can be run any number of times, each time on the same versions.
 */
public final class CheckedQuery {
  private final SqlEngine engine;
  private final PreparedSql sql;
  private final Names names;
  private final Map<TableName, Grant> grants;
  private final StatementShape shape;

  CheckedQuery(
      SqlEngine engine,
      PreparedSql sql,
      Names names,
      Map<TableName, Grant> grants,
      StatementShape shape) {
    this.engine = engine;
    this.sql = sql;
    this.names = names;
    this.grants = grants;
    this.shape = shape;
  }

  /**
   * Columns of the result. Where a column's type follows only from the value of a parameter, it is
   * null here and known when the query runs.
   */
  public TableSchema schema() {
    return shape.columns();
  }

  /** In the order in which {@link #run} takes their values. */
  public List<Parameter> parameters() {
    return shape.parameters();
  }

  /** The versions it reads, each once. */
  public List<Input> inputs() {
    return grants.values().stream()
        .map(
            grant ->
                new Input(
                    grant.dataset().dataset(), grant.version().number(), grant.version().content()))
        .distinct()
        .toList();
  }

  /** The policies, with their versions, that granted the reading; one for each input. */
  public List<String> policies() {
    return grants.values().stream().map(grant -> grant.decision().policy()).distinct().toList();
  }

  /** Where the result's columns come from. */
  public List<ColumnLineage> columns() {
    return QueryLineage.of(sql.tree().query(), this::input, schema());
  }

  private io.optima.query.lineage.Input input(List<String> path) {
    List<String> lower = path.stream().map(part -> part.toLowerCase(Locale.ROOT)).toList();
    TableUse use = new TableUse(lower, Place.UNKNOWN);
    Grant grant = Objects.requireNonNull(grants.get(TableName.of(use, names, sql.tree().sql())));
    return new io.optima.query.lineage.Input(
        grant.dataset().dataset(), Objects.requireNonNull(grant.version().schema()));
  }

  /** Runs it within the configured time. Close the query. */
  public RunningQuery run(List<? extends @Nullable Object> values, BufferAllocator allocator) {
    return engine.run(this, values, engine.timeout(), allocator);
  }

  /**
   * Runs it. Close the query.
   *
   * @param values of the parameters in their order
   * @param timeout after which it is cancelled
   * @throws OptimaException INVALID_ARGUMENT when the number of values is wrong;
   *     RESOURCE_EXHAUSTED; while reading also CANCELLED
   */
  public RunningQuery run(
      List<? extends @Nullable Object> values, Duration timeout, BufferAllocator allocator) {
    return engine.run(this, values, timeout, allocator);
  }

  /** Values in the order of {@link #parameters()} for values by name. */
  public List<@Nullable Object> values(Map<String, ? extends @Nullable Object> byName) {
    return Parameters.inOrder(shape.parameters(), byName);
  }

  PreparedSql sql() {
    return sql;
  }

  Map<TableName, Grant> grants() {
    return grants;
  }

  StatementShape shape() {
    return shape;
  }
}
