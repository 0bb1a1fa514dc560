package io.optima.rules;

import io.optima.model.schema.TableSchema;
import io.optima.rules.SqlTerms.NotInSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/** The rules that are in effect at a moment. */
public final class RulesInEffect {
  /** What the SQL engine takes. */
  private static final int LONGEST_SQL = 1 << 20;

  private final Rules rules;
  private final Order order;
  private final Cel cel;

  RulesInEffect(Rules rules, Order order, Cel cel) {
    this.rules = rules;
    this.order = order;
    this.cel = cel;
  }

  /** Their names in the order in which they are asked. */
  public List<String> names() {
    return order.rules().stream().map(CheckedRule::name).toList();
  }

  /** What has to be left to CEL, by the name of the rule; empty: all of it is SQL. */
  public Map<String, String> leftToCel() {
    return new SqlStatement(rules, order).leftToCel();
  }

  /**
   * One SELECT in DuckDB's dialect that makes an output, rows in the order of the source's; empty
   * when some rule is left to CEL, or the statement would be longer than a million characters.
   *
   * @param input columns of the source
   * @param source as it stands behind FROM: {@code trips}, {@code sales.orders}
   */
  public Optional<String> sql(String output, TableSchema input, String source) {
    rules.schema(output, input);
    try {
      return Optional.of(new SqlStatement(rules, order).of(output, input, source))
          .filter(sql -> sql.length() <= LONGEST_SQL);
    } catch (NotInSql e) {
      return Optional.empty();
    }
  }

  /**
   * The same output by CEL, row by row.
   *
   * @param rows canonical Arrow; read as this is read, closed by the caller
   * @return batches of the output; close it
   */
  public ArrowReader rows(
      String output, TableSchema input, ArrowReader rows, BufferAllocator allocator) {
    TableSchema schema = rules.schema(output, input);
    return new RowReader(
        rules.columns(),
        schema,
        output,
        new RowRules(order, cel, rules.columns()),
        rows,
        allocator);
  }

  /** Decides one row of the declared columns by name; absent is null. */
  public Decision decide(Map<String, ? extends @Nullable Object> row) {
    List<@Nullable Object> values = new ArrayList<>();
    rules.columns().names().forEach(name -> values.add(row.get(name)));
    return new RowRules(order, cel, rules.columns()).decide(values.toArray());
  }
}
