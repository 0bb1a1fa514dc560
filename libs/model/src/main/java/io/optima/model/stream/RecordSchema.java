package io.optima.model.stream;

import io.optima.model.OptimaException;
import io.optima.model.schema.DistinctNames;
import io.optima.model.schema.TableSchema;
import java.util.List;
import java.util.Locale;

/**
 * What the values of a stream's records are: messages in Protobuf's wire form, whose fields are
 * columns. {@code docs/spec/protobuf-schemas.md} has the mapping.
 *
 * @param columns of the message's fields
 * @param proto text of the {@code .proto} file that declares the message
 * @param message its name with its package
 */
public record RecordSchema(TableSchema columns, String proto, String message) {
  /** Columns that tables of streams have beside those. */
  public static final List<String> TAKEN =
      List.of("partition", "offset", "timestamp", "key", "value", "headers", "unreadable");

  public RecordSchema {
    DistinctNames.check(columns);
    for (String name : columns.names()) {
      if (TAKEN.contains(name.toLowerCase(Locale.ROOT))) {
        throw OptimaException.invalid(
            "column '%s' needs another name: tables of streams have columns %s already",
            name, String.join(", ", TAKEN));
      }
    }
  }
}
