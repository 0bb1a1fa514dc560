package io.optima.jdbc;

import io.optima.jdbc.dialect.TableName;
import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a database: all of a table, or those of a query.
 *
 * @param query one SELECT in the database's SQL, without parameters and without semicolons
 * @param types of columns that shall have another type than the database says; a column without a
 *     type of its own needs one
 */
public record Source(
    @Nullable TableName table, @Nullable String query, Map<String, DataType> types) {
  public Source {
    types = Map.copyOf(types);
    if ((table == null) == (query == null)) {
      throw OptimaException.invalid("name a table or give a query, one of the two");
    }
    if (query != null && query.contains(";")) {
      throw OptimaException.invalid("a query is one SELECT, without semicolons");
    }
  }

  public static Source of(TableName table) {
    return new Source(table, null, Map.of());
  }

  public static Source of(String query) {
    return new Source(null, query, Map.of());
  }

  /** The same with types of some columns. */
  public Source withTypes(Map<String, DataType> others) {
    return new Source(table, query, others);
  }

  /**
   * All rows. A query stands within another, so that it can be nothing else; the line's end is for
   * one that ends with a comment.
   */
  String sql() {
    return table == null
        ? "select * from (" + query + "\n) loaded"
        : "select * from " + table.sql();
  }

  String text() {
    return table == null ? "the query" : "table " + table;
  }
}
