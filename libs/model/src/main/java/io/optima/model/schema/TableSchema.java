package io.optima.model.schema;

import io.optima.model.OptimaException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The columns of a table in order: at least one, names distinct. */
public record TableSchema(List<Field> fields) {
  public TableSchema {
    fields = List.copyOf(fields);
    if (fields.isEmpty()) {
      throw OptimaException.invalid("a table needs at least one column");
    }
    Field.checkDistinct("column", fields);
  }

  public Optional<Field> field(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  public List<String> names() {
    return fields.stream().map(Field::name).toList();
  }

  /** One field per line, as {@link Field#text()} has it. */
  public String text() {
    return fields.stream().map(Field::text).collect(Collectors.joining("\n"));
  }
}
