package io.optima.query.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.UnsafeByteOperations;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows whose columns are all plain fields, read and written without making messages of them. What
 * is unusual, or wrong, is left to {@link StructCodec}, which knows every case and says what is
 * wrong.
 */
final class FlatRows {
  private static final int LONGEST_NUMBER = 20;

  /** In the order of the fields' numbers, in which they are written. */
  private final Column[] columns;

  /**
   * @param position among the row's columns
   * @param bare values are in columns what they are in messages
   */
  private record Column(FieldDescriptor field, int tag, Codec codec, int position, boolean bare) {
    static Column of(FieldCodec field, int position) {
      FieldDescriptor descriptor = field.field();
      int tag = (descriptor.getNumber() << 3) | descriptor.getLiteType().getWireType();
      boolean bare = field.single() == Bare.CODEC;
      return new Column(descriptor, tag, field.single(), position, bare);
    }

    @Nullable Object absent() {
      return field.hasPresence() ? null : codec.column(field.getDefaultValue());
    }
  }

  private FlatRows(Column[] columns) {
    this.columns = columns;
  }

  /** Null when some field is not plain. */
  static @Nullable FlatRows of(List<FieldCodec> fields) {
    if (!fields.stream().allMatch(FieldCodec::isPlain)) {
      return null;
    }
    return new FlatRows(
        IntStream.range(0, fields.size())
            .mapToObj(i -> Column.of(fields.get(i), i))
            .sorted(Comparator.comparingInt(column -> column.field().getNumber()))
            .toArray(Column[]::new));
  }

  /** Whether the bytes are a row; false may mean that it is an unusual one. */
  boolean accepts(ByteString value) {
    boolean[] there = new boolean[columns.length];
    try {
      CodedInputStream in = value.newCodedInput();
      int at = 0;
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        at = find(tag, at);
        if (at < 0 || !accepts(value, in, columns[at])) {
          return false;
        }
        there[at] = true;
      }
      for (int i = 0; i < columns.length; i++) {
        if (!there[i] && !columns[i].bare()) {
          var _ = columns[i].absent();
        }
      }
      return true;
    } catch (IOException | OptimaException e) {
      return false;
    }
  }

  private static boolean accepts(ByteString value, CodedInputStream in, Column column)
      throws IOException {
    if (column.bare() && column.field().getType() == FieldDescriptor.Type.STRING) {
      int bytes = in.readRawVarint32();
      int begin = in.getTotalBytesRead();
      in.skipRawBytes(bytes);
      return value.substring(begin, begin + bytes).isValidUtf8();
    }
    Object read = read(in, column.field());
    if (read != null && !column.bare()) {
      var _ = column.codec().column(read);
    }
    return read != null;
  }

  /** One value for each column; null when the row is unusual, or none. */
  @Nullable Object @Nullable [] columns(ByteString value) {
    @Nullable Object[] row = new Object[columns.length];
    try {
      CodedInputStream in = value.newCodedInput();
      int at = 0;
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        at = find(tag, at);
        Object read = at < 0 ? null : read(in, columns[at].field());
        if (read == null) {
          return null;
        }
        row[columns[at].position()] = columns[at].codec().column(read);
      }
      for (Column column : columns) {
        if (row[column.position()] == null) {
          row[column.position()] = column.absent();
        }
      }
      return row;
    } catch (IOException | OptimaException e) {
      return null;
    }
  }

  /** Fields mostly come in their order. */
  private int find(int tag, int from) {
    for (int i = 0; i < columns.length; i++) {
      int at = from + i < columns.length ? from + i : from + i - columns.length;
      if (columns[at].tag() == tag) {
        return at;
      }
    }
    return -1;
  }

  /** Null for what a message would not have as it is. */
  private static @Nullable Object read(CodedInputStream in, FieldDescriptor field)
      throws IOException {
    return switch (field.getType()) {
      case DOUBLE -> in.readDouble();
      case FLOAT -> in.readFloat();
      case INT64 -> in.readInt64();
      case UINT64 -> in.readUInt64();
      case INT32 -> in.readInt32();
      case FIXED64 -> in.readFixed64();
      case FIXED32 -> in.readFixed32();
      case BOOL -> in.readBool();
      case STRING -> text(in.readBytes());
      case BYTES -> in.readBytes();
      case UINT32 -> in.readUInt32();
      case ENUM -> field.getEnumType().findValueByNumber(in.readEnum());
      case SFIXED32 -> in.readSFixed32();
      case SFIXED64 -> in.readSFixed64();
      case SINT32 -> in.readSInt32();
      case SINT64 -> in.readSInt64();
      case GROUP, MESSAGE -> null;
    };
  }

  private static @Nullable String text(ByteString bytes) {
    return bytes.isValidUtf8() ? bytes.toStringUtf8() : null;
  }

  /** The row's bytes, those of its message; null when the row is unusual, or none. */
  @Nullable ByteString value(@Nullable Object[] row) {
    try {
      @Nullable Object[] values = new Object[columns.length];
      int bytes = 0;
      for (int i = 0; i < columns.length; i++) {
        Object column = row[columns[i].position()];
        if (column == null && !columns[i].field().hasPresence()) {
          return null;
        }
        values[i] = column == null ? null : columns[i].codec().field(column);
        bytes += LONGEST_NUMBER + length(values[i]);
      }
      byte[] buffer = new byte[bytes];
      CodedOutputStream out = CodedOutputStream.newInstance(buffer);
      for (int i = 0; i < columns.length; i++) {
        Object value = values[i];
        if (value != null && !isDefault(columns[i].field(), value)) {
          write(out, columns[i].field(), value);
        }
      }
      return UnsafeByteOperations.unsafeWrap(buffer, 0, out.getTotalBytesWritten());
    } catch (IOException | OptimaException e) {
      return null;
    }
  }

  private static int length(@Nullable Object value) {
    return switch (value) {
      case String text -> CodedOutputStream.computeStringSizeNoTag(text);
      case ByteString bytes -> bytes.size();
      case null, default -> 0;
    };
  }

  private static boolean isDefault(FieldDescriptor field, Object value) {
    return !field.hasPresence() && value.equals(field.getDefaultValue());
  }

  private static void write(CodedOutputStream out, FieldDescriptor field, Object value)
      throws IOException {
    int number = field.getNumber();
    switch (field.getType()) {
      case DOUBLE -> out.writeDouble(number, (Double) value);
      case FLOAT -> out.writeFloat(number, (Float) value);
      case INT64 -> out.writeInt64(number, (Long) value);
      case UINT64 -> out.writeUInt64(number, (Long) value);
      case INT32 -> out.writeInt32(number, (Integer) value);
      case FIXED64 -> out.writeFixed64(number, (Long) value);
      case FIXED32 -> out.writeFixed32(number, (Integer) value);
      case BOOL -> out.writeBool(number, (Boolean) value);
      case STRING -> out.writeString(number, (String) value);
      case BYTES -> out.writeBytes(number, (ByteString) value);
      case UINT32 -> out.writeUInt32(number, (Integer) value);
      case ENUM -> out.writeEnum(number, ((EnumValueDescriptor) value).getNumber());
      case SFIXED32 -> out.writeSFixed32(number, (Integer) value);
      case SFIXED64 -> out.writeSFixed64(number, (Long) value);
      case SINT32 -> out.writeSInt32(number, (Integer) value);
      case SINT64 -> out.writeSInt64(number, (Long) value);
      case GROUP, MESSAGE -> throw new IllegalArgumentException(field.getFullName());
    }
  }
}
