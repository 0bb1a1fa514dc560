package io.optima.model.schema;

import io.optima.model.OptimaException;

/** A column, or a field of a struct. Every field may be null. */
public record Field(String name, DataType type) {
  public Field {
    if (name.isEmpty() || name.length() > 1024) {
      throw OptimaException.invalid(
          "a column name has 1 to 1024 characters, not %d", name.length());
    }
  }

  /** Name and type; the name in double quotes, a quote inside doubled. */
  public String text() {
    return '"' + name.replace("\"", "\"\"") + "\" " + type.text();
  }
}
