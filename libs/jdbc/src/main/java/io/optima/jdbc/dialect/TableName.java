package io.optima.jdbc.dialect;

import io.optima.model.OptimaException;
import io.optima.model.Shown;
import java.util.regex.Pattern;

/**
 * A table, as its database spells it.
 *
 * @param schema empty: the one that the connection begins with
 */
public record TableName(String schema, String name) {
  private static final Pattern PART = Pattern.compile("[^\\p{Cntrl}.\"]{1,128}");

  public TableName {
    if (!PART.matcher(name).matches() || !(schema.isEmpty() || PART.matcher(schema).matches())) {
      throw OptimaException.invalid(
          "table '%s' is not allowed: write schema.table or table, without quotes",
          Shown.of(schema.isEmpty() ? name : schema + "." + name));
    }
  }

  /** Reads {@code schema.table} or {@code table}. */
  public static TableName parse(String text) {
    int dot = text.indexOf('.');
    return dot < 0
        ? new TableName("", text)
        : new TableName(text.substring(0, dot), text.substring(dot + 1));
  }

  /** Another table of the same schema. */
  public TableName beside(String other) {
    return new TableName(schema, other);
  }

  /** As it stands in SQL. */
  public String sql() {
    return schema.isEmpty() ? quoted(name) : quoted(schema) + "." + quoted(name);
  }

  /** A name in double quotes. */
  public static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public String toString() {
    return schema.isEmpty() ? name : schema + "." + name;
  }
}
