package io.optima.jdbc;

import io.optima.jdbc.dialect.TableName;
import io.optima.jdbc.dialect.WriteMode;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.schema.TableSchema;
import java.util.HashSet;
import java.util.List;

/**
 * A table that rows are written into.
 *
 * @param key columns by which rows replace others; also the primary key of a table that has to be
 *     made. May be empty unless the mode is {@link WriteMode#UPSERT}
 */
public record Target(TableName table, WriteMode mode, List<String> key) {
  public Target {
    key = List.copyOf(key);
    if (mode == WriteMode.UPSERT && key.isEmpty()) {
      throw OptimaException.invalid("an upsert into table %s needs a key", table);
    }
    if (new HashSet<>(key).size() < key.size()) {
      throw OptimaException.invalid("the key of table %s names a column twice", table);
    }
  }

  /** The key that decides what is replaced. */
  List<String> upsertKey() {
    return mode == WriteMode.UPSERT ? key : List.of();
  }

  void requireKey(TableSchema rows) {
    for (String column : key) {
      if (rows.field(column).isEmpty()) {
        throw OptimaException.invalid(
            "the rows have no column '%s', which is in the key of table %s",
            Shown.of(column), table);
      }
    }
  }
}
