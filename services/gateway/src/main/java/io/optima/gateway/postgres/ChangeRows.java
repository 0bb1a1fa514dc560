package io.optima.gateway.postgres;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Timestamp;
import io.debezium.data.Envelope;
import io.optima.gateway.stream.Publications;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.query.protobuf.RowMessages;
import io.optima.store.Json;
import io.optima.v1.Record;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's events as records: the primary key as a JSON object is the key; the row before, the
 * row after, and what happened are columns of the value.
 */
final class ChangeRows {
  private static final int FRAME_BYTES = 16;
  private static final String BEFORE = "before";
  private static final String AFTER = "after";
  private static final String OPERATION = "op";
  private static final String COMMITTED = "committed";
  private static final String LSN = "lsn";
  private static final String TRANSACTION = "transaction";

  private final RowMessages rows;
  private final Descriptor row;
  private final List<Field> columns;

  /**
   * @param rows of {@link #schema}
   */
  ChangeRows(RowMessages rows) {
    this.rows = rows;
    this.row = rows.message();
    this.columns = columns(rows.schema().columns());
  }

  /**
   * Columns of a stream with the changes of a table: {@code op} is {@code r} (a row that the table
   * had), {@code c} (inserted), {@code u} (updated), {@code d} (deleted) or {@code t} (the table
   * was emptied); {@code committed} is when, {@code lsn} the change's position in the database's
   * log, {@code transaction} its number.
   */
  static TableSchema schema(List<Field> table) {
    DataType.Struct image = new DataType.Struct(table);
    return new TableSchema(
        List.of(
            new Field(OPERATION, Simple.UTF8),
            new Field(BEFORE, image),
            new Field(AFTER, image),
            new Field(COMMITTED, Simple.TIMESTAMP_UTC),
            new Field(LSN, Simple.INT64),
            new Field(TRANSACTION, Simple.INT64)));
  }

  private static List<Field> columns(TableSchema schema) {
    return schema.fields().stream()
        .filter(field -> field.name().equals(AFTER))
        .map(Field::type)
        .filter(DataType.Struct.class::isInstance)
        .map(type -> ((DataType.Struct) type).fields())
        .filter(fields -> schema(fields).equals(schema))
        .findFirst()
        .orElseThrow(
            () ->
                OptimaException.invalid(
                    "the stream's columns are not those of changes of a table: create another"
                        + " stream from the table"));
  }

  /** It has no key, and concerns the rows of all partitions. */
  static boolean isOfAll(SourceRecord event) {
    return "t".equals(((Struct) event.value()).getString(Envelope.FieldName.OPERATION));
  }

  /** Debezium has events of other kinds too: notifications, signs of life, ends of transactions. */
  static boolean isChange(SourceRecord event) {
    return event.value() instanceof Struct value
        && value.schema().field(Envelope.FieldName.OPERATION) != null
        && value.schema().field(Envelope.FieldName.SOURCE) != null
        && value.schema().field(Envelope.FieldName.AFTER) != null;
  }

  /**
   * @throws OptimaException INVALID_ARGUMENT naming the column that cannot be taken
   */
  Record record(SourceRecord event) {
    Struct change = (Struct) event.value();
    Struct source = change.getStruct(Envelope.FieldName.SOURCE);
    long committed = source.getInt64("ts_us");
    String operation = change.getString(Envelope.FieldName.OPERATION);
    requireBefore(operation, optional(change, Envelope.FieldName.BEFORE));
    DynamicMessage.Builder value = DynamicMessage.newBuilder(row);
    value.setField(field(row, OPERATION), operation);
    image(value, BEFORE, optional(change, Envelope.FieldName.BEFORE));
    image(value, AFTER, optional(change, Envelope.FieldName.AFTER));
    value.setField(field(row, COMMITTED), timestamp(committed));
    number(value, LSN, source.getInt64("lsn"));
    number(value, TRANSACTION, source.getInt64("txId"));
    ByteString bytes = value.build().toByteString();
    rows.check(bytes);
    Record.Builder record = Record.newBuilder().setValue(bytes).setTimestamp(committed);
    if (event.key() instanceof Struct key) {
      record.setKey(ByteString.copyFrom(Json.bytes(key(key))));
    }
    return checked(record.build());
  }

  /** Otherwise unchanged large values would be missing in the row after, too. */
  private static void requireBefore(String operation, @Nullable Struct before) {
    boolean has = operation.equals("u") || operation.equals("d");
    if (has && before == null) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "a change does not carry the row before it: set the table's REPLICA IDENTITY to FULL, and"
              + " remove the source and set it again, which begins with all rows");
    }
  }

  private static Record checked(Record record) {
    if (record.getSerializedSize() > Publications.LARGEST_BATCH_BYTES - FRAME_BYTES) {
      throw OptimaException.invalid(
          "a change is %d bytes with the rows before and after: a record has at most %d; name the"
              + " columns to be taken, without the large ones",
          record.getSerializedSize(), Publications.LARGEST_BATCH_BYTES - FRAME_BYTES);
    }
    return record;
  }

  private static @Nullable Struct optional(Struct change, String name) {
    return change.schema().field(name) == null ? null : change.getStruct(name);
  }

  private static void number(DynamicMessage.Builder value, String name, @Nullable Long number) {
    if (number != null) {
      value.setField(field(value.getDescriptorForType(), name), number);
    }
  }

  private void image(DynamicMessage.Builder value, String name, @Nullable Struct of) {
    if (of == null) {
      return;
    }
    Descriptor type = field(row, name).getMessageType();
    DynamicMessage.Builder image = DynamicMessage.newBuilder(type);
    for (Field column : columns) {
      org.apache.kafka.connect.data.Field found = of.schema().field(column.name());
      Object content = found == null ? null : of.getWithoutDefault(column.name());
      if (content != null) {
        image.setField(
            field(type, column.name()),
            ColumnValues.of(column.name(), column.type(), content, found.schema()));
      }
    }
    value.setField(field(row, name), image.build());
  }

  private static FieldDescriptor field(Descriptor message, String name) {
    return Objects.requireNonNull(message.findFieldByName(name));
  }

  static Timestamp timestamp(long micros) {
    long second = TimeUnit.SECONDS.toMicros(1);
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(micros, second))
        .setNanos(Math.toIntExact(TimeUnit.MICROSECONDS.toNanos(Math.floorMod(micros, second))))
        .build();
  }

  private static Map<String, Object> key(Struct key) {
    Map<String, Object> columns = new LinkedHashMap<>();
    key.schema()
        .fields()
        .forEach(field -> columns.put(field.name(), key.getWithoutDefault(field.name())));
    return columns;
  }
}
