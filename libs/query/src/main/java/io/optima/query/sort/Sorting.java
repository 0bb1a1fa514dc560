package io.optima.query.sort;

import io.optima.identity.ArrowSchemas;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.schema.TableSchema;
import io.optima.query.duckdb.DuckDb;
import io.optima.query.duckdb.Sql;
import io.optima.query.format.CanonicalReader;
import io.optima.query.secure.Closing;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;

/**
 * Brings rows into the order of a key, whatever order they come in: numbers by value, text by its
 * bytes, nulls behind everything. Rows with the same key are in the order of their other columns.
 */
public final class Sorting {
  private final DuckDb duckDb;

  public Sorting(DuckDb duckDb) {
    this.duckDb = duckDb;
  }

  /**
   * The rows in order, in canonical Arrow. All are read before the first one leaves; what does not
   * fit in DuckDB's memory waits on disk.
   *
   * @param rows in canonical Arrow; stay open
   * @param key columns
   * @return to be closed before {@code rows}
   * @throws OptimaException INVALID_ARGUMENT naming a column that the rows do not have; otherwise
   *     what reading the rows throws
   */
  public ArrowReader sorted(ArrowReader rows, List<String> key, BufferAllocator allocator) {
    SourceRows source = new SourceRows(rows, allocator);
    Closing closing = new Closing();
    try {
      TableSchema schema = ArrowSchemas.fromArrow(rows.getVectorSchemaRoot().getSchema());
      DuckDBConnection connection = closing.add(duckDb.connect());
      closing.add(DuckDb.register(connection, "unsorted", source, allocator));
      Statement statement = closing.add(connection.createStatement());
      var result =
          closing.add(
              statement.executeQuery("select * from unsorted order by " + order(schema, key)));
      ArrowReader sorted = closing.add(DuckDb.read(result, allocator));
      return new SortedRows(
          new CanonicalReader(sorted, schema, closing, allocator), source, allocator);
    } catch (SQLException | IOException | RuntimeException e) {
      closing.closeAfter(e);
      throw source.failure(e);
    }
  }

  private static String order(TableSchema schema, List<String> key) {
    for (String column : key) {
      if (schema.field(column).isEmpty()) {
        throw OptimaException.invalid(
            "the rows cannot be sorted by '%s': there are %s", Shown.of(column), schema.names());
      }
    }
    List<String> columns = new ArrayList<>(key);
    schema.names().stream().filter(name -> !key.contains(name)).forEach(columns::add);
    return columns.stream()
        .map(column -> Sql.name(column) + " asc nulls last")
        .collect(Collectors.joining(", "));
  }
}
