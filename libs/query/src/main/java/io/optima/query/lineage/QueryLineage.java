package io.optima.query.lineage;

import io.optima.model.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Column lineage of a SELECT. It errs on the side of too much: where the syntax does not tell which
 * columns an output column comes from, it names all that it may.
 */
public final class QueryLineage {
  private QueryLineage() {}

  /**
   * One source of an output column.
   *
   * @param input name of what it comes from
   * @param column of that
   * @param via as {@link io.optima.model.lineage.ColumnLineage} has it
   */
  public record Source(String output, String input, String column, String via) {}

  /**
   * Where the output columns come from.
   *
   * @param query root node of a statement, as DuckDB's json_serialize_sql writes it
   * @param inputs what a table's path, one to three names, stands for
   * @param output columns of the bound statement
   */
  public static List<Source> of(
      JsonNode query, Function<List<String>, Input> inputs, TableSchema output) {
    Rows rows = new Queries(inputs).of(query, new Scope(null));
    List<String> names = output.names();
    boolean told = !rows.open() && rows.columns().size() == names.size();
    List<Source> lineage = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Sources direct =
          told ? rows.columns().get(i).sources() : rows.everything().atMost(Via.EXPRESSION);
      add(lineage, names.get(i), direct.and(rows.filters()));
    }
    return lineage;
  }

  private static void add(List<Source> lineage, String output, Sources sources) {
    sources
        .columns()
        .forEach(
            (column, via) ->
                lineage.add(new Source(output, column.input(), column.name(), via.name())));
  }
}
