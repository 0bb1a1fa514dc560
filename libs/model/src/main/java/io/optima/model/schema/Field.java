package io.optima.model.schema;

import io.optima.model.OptimaException;
import io.optima.model.Shown;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A column, or a field of a struct. Every field may be null. */
public record Field(String name, DataType type) {
  public Field {
    if (name.isEmpty() || name.length() > 1024) {
      throw OptimaException.invalid(
          "a column name has 1 to 1024 characters, not %d", name.length());
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      throw OptimaException.invalid("column name '%s' is not Unicode text", Shown.of(name));
    }
  }

  static void checkDistinct(String what, List<Field> fields) {
    Set<String> names = new HashSet<>();
    for (Field field : fields) {
      if (!names.add(field.name())) {
        throw OptimaException.invalid("%s '%s' stands twice", what, Shown.of(field.name()));
      }
    }
  }

  /** Name and type; the name in double quotes, a quote inside doubled. */
  public String text() {
    return '"' + name.replace("\"", "\"\"") + "\" " + type.text();
  }
}
