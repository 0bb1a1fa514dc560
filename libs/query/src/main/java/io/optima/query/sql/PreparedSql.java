package io.optima.query.sql;

import io.optima.model.schema.DataType;
import io.optima.query.duckdb.DuckTypes;
import io.optima.query.sql.SyntaxTree.ParameterUse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A checked statement as it is executed: its parameters are numbered, since the driver binds by
 * number only, and cast to their declared types. Nothing else of the text is touched.
 *
 * @param parameters names in the order of their numbers
 */
record PreparedSql(SyntaxTree tree, String text, List<String> parameters) {
  PreparedSql {
    parameters = List.copyOf(parameters);
  }

  static PreparedSql of(SyntaxTree tree, Map<String, DataType> types) {
    if (tree.parameters().isEmpty()) {
      return new PreparedSql(tree, tree.sql(), List.of());
    }
    Map<String, Integer> numbers = SyntaxTree.numbers(tree.parameters());
    return new PreparedSql(tree, numbered(tree, numbers, types), List.copyOf(numbers.keySet()));
  }

  private static String numbered(
      SyntaxTree tree, Map<String, Integer> numbers, Map<String, DataType> types) {
    byte[] sql = tree.sql().getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    int at = 0;
    for (ParameterUse use : inOrder(tree)) {
      text.write(sql, at, use.place().start() - at);
      text.writeBytes(
          reference(numbers.getOrDefault(use.name(), 0), types.get(use.name()))
              .getBytes(StandardCharsets.UTF_8));
      at = use.place().start() + use.place().length();
    }
    text.write(sql, at, sql.length - at);
    return text.toString(StandardCharsets.UTF_8);
  }

  private static List<ParameterUse> inOrder(SyntaxTree tree) {
    return tree.parameters().stream()
        .distinct()
        .sorted(Comparator.comparingInt(use -> use.place().start()))
        .toList();
  }

  private static String reference(int number, @org.jspecify.annotations.Nullable DataType type) {
    return type == null ? "$" + number : "cast($" + number + " as " + DuckTypes.sql(type) + ")";
  }
}
