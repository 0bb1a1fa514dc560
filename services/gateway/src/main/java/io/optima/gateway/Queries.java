package io.optima.gateway;

import io.optima.model.DatasetName;
import io.optima.model.Shown;
import io.optima.model.schema.DataType;
import io.optima.query.sql.CheckedQuery;
import io.optima.query.sql.Names;
import io.optima.query.sql.SqlEngine;
import java.util.Map;
import java.util.stream.Collectors;

/** SQL of callers: checked always, recorded before it runs. */
public final class Queries {
  private final SqlEngine engine;
  private final Reads reads;

  public Queries(SqlEngine engine, Reads reads) {
    this.engine = engine;
    this.reads = reads;
  }

  /**
   * A statement with what is known beside its text.
   *
   * @param versions that unpinned names mean; absent ones mean the latest
   * @param types of parameters by name, where they are known
   */
  public record Question(String sql, Map<DatasetName, Long> versions, Map<String, DataType> types) {
    public Question {
      versions = Map.copyOf(versions);
      types = Map.copyOf(types);
    }

    public static Question of(String sql) {
      return new Question(sql, Map.of(), Map.of());
    }
  }

  /** What the statement would read and answer; see {@link SqlEngine#check}. */
  public CheckedQuery check(Caller caller, Question question) {
    return engine.check(
        caller.principal(),
        question.sql(),
        new Names(Map.of(), question.versions()),
        question.types());
  }

  /** The same for a statement that is run next. */
  public CheckedQuery open(Caller caller, Question question) {
    CheckedQuery query = check(caller, question);
    String inputs =
        query.inputs().stream()
            .map(input -> input.dataset() + "@" + input.version())
            .collect(Collectors.joining(" "));
    reads.record(caller, "data.queried", inputs, Shown.of(question.sql()));
    return query;
  }
}
