package io.optima.query.sql;

import io.optima.model.DatasetName;
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
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  /** The versions of datasets that it reads, each once. */
  public List<Input> inputs() {
    return datasets()
        .map(
            grant ->
                new Input(
                    grant.dataset().dataset(), grant.version().number(), grant.version().content()))
        .distinct()
        .toList();
  }

  /** Names of the tables that it reads and that are staged, in lower case. */
  public Set<String> staged() {
    return grants.keySet().stream()
        .filter(TableName::isStaged)
        .map(TableName::table)
        .collect(Collectors.toUnmodifiableSet());
  }

  private Stream<Grant> datasets() {
    return grants.entrySet().stream()
        .filter(entry -> !entry.getKey().isStaged())
        .map(Map.Entry::getValue);
  }

  /** The policies, with their versions, that granted the reading; one for each input. */
  public List<String> policies() {
    return datasets().map(grant -> grant.decision().policy()).distinct().toList();
  }

  /**
   * Whether the same rows come out whenever it runs on the same versions with the same values: it
   * asks neither clock nor chance.
   */
  public boolean isRepeatable() {
    return sql.tree().repeatable();
  }

  /** From which columns of datasets the result's columns come; none of what is staged. */
  public List<ColumnLineage> columns() {
    return sources((table, grant) -> table.isStaged() ? "" : grant.dataset().dataset().toString())
        .stream()
        .filter(source -> !source.input().isEmpty())
        .map(
            source ->
                new ColumnLineage(
                    source.output(),
                    DatasetName.parse(source.input()),
                    source.column(),
                    source.via()))
        .toList();
  }

  /**
   * From which columns of tables the result's columns come; a table is called by its alias, or
   * {@code group/name} where it has none.
   */
  public List<QueryLineage.Source> sources() {
    return sources(TableName::shown);
  }

  private List<QueryLineage.Source> sources(BiFunction<TableName, Grant, String> shown) {
    return QueryLineage.of(sql.tree().query(), path -> input(path, shown), schema());
  }

  private io.optima.query.lineage.Input input(
      List<String> path, BiFunction<TableName, Grant, String> shown) {
    List<String> lower = path.stream().map(part -> part.toLowerCase(Locale.ROOT)).toList();
    TableUse use = new TableUse(lower, Place.UNKNOWN);
    TableName table = TableName.of(use, names, sql.tree().sql());
    Grant grant = Objects.requireNonNull(grants.get(table));
    return new io.optima.query.lineage.Input(
        shown.apply(table, grant), Objects.requireNonNull(grant.version().schema()));
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
