package io.optima.query.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.optima.model.OptimaException;
import io.optima.model.schema.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message as a struct, or as a row. */
final class StructCodec implements Codec {
  private final Descriptor message;
  private final List<FieldCodec> fields = new ArrayList<>();

  /**
   * @param path of the column; empty for a row
   */
  StructCodec(String path, Descriptor message, List<Field> columns) {
    this.message = message;
    for (Field column : columns) {
      String name = path.isEmpty() ? column.name() : path + "." + column.name();
      FieldDescriptor field = message.findFieldByName(column.name());
      if (field == null) {
        throw OptimaException.invalid("column '%s': groups are not supported: use a message", name);
      }
      fields.add(new FieldCodec(name, field, column.type()));
    }
  }

  /** The same rows in another way, where that is possible. */
  @Nullable FlatRows flat() {
    return FlatRows.of(fields);
  }

  @Override
  public @Nullable Object[] column(Object value) {
    Message row = (Message) value;
    row.getUnknownFields().asMap().keySet().stream().findFirst().ifPresent(this::refuse);
    @Nullable Object[] columns = new Object[fields.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = fields.get(i).column(row);
    }
    return columns;
  }

  private void refuse(int number) {
    FieldDescriptor known = message.findFieldByNumber(number);
    throw known == null
        ? OptimaException.invalid("message %s has no field %d", message.getFullName(), number)
        : OptimaException.invalid(
            "column '%s': the bytes of field %d are none of its type", known.getName(), number);
  }

  @Override
  public Message field(Object column) {
    DynamicMessage.Builder row = DynamicMessage.newBuilder(message);
    @Nullable Object[] columns = (@Nullable Object[]) column;
    for (int i = 0; i < columns.length; i++) {
      fields.get(i).field(row, columns[i]);
    }
    return row.build();
  }
}
