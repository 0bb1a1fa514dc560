package io.optima.query.sql;

import io.optima.model.OptimaException;
import io.optima.model.Shown;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values on their way into a statement. */
final class Parameters {
  private Parameters() {}

  static List<@Nullable Object> inOrder(
      List<Parameter> parameters, Map<String, ? extends @Nullable Object> byName) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Parameter parameter : parameters) {
      if (!byName.containsKey(parameter.name())) {
        throw OptimaException.invalid("parameter $%s has no value", parameter.name());
      }
      values.add(byName.get(parameter.name()));
    }
    for (String name : byName.keySet()) {
      if (parameters.stream().noneMatch(parameter -> parameter.name().equals(name))) {
        throw OptimaException.invalid("the SQL has no parameter $%s", Shown.of(name));
      }
    }
    return values;
  }

  static void requireCount(List<? extends @Nullable Object> values, int count) {
    if (values.size() != count) {
      throw OptimaException.invalid(
          "the SQL has %d parameters, %d values were given", count, values.size());
    }
  }

  static void bind(PreparedStatement statement, List<? extends @Nullable Object> values)
      throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      if (value == null) {
        statement.setNull(i + 1, Types.NULL);
      } else if (value instanceof byte[] bytes) {
        statement.setBytes(i + 1, bytes);
      } else {
        statement.setObject(i + 1, value);
      }
    }
  }
}
