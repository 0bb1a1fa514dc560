package io.optima.query.stream;

import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import io.optima.model.stream.RecordSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Columns of records in chunks. */
public final class RecordColumns {
  public static final String PARTITION = "partition";
  public static final String OFFSET = "offset";
  public static final String TIMESTAMP = "timestamp";
  static final String KEY = "key";
  static final String VALUE = "value";
  static final String HEADERS = "headers";
  static final String HEADER_NAME = "name";
  static final String HEADER_VALUE = "value";

  /** What is known of a record within its partition. */
  static final TableSchema RECORDS =
      new TableSchema(
          List.of(
              new Field(OFFSET, Simple.INT64),
              new Field(TIMESTAMP, Simple.TIMESTAMP_UTC),
              new Field(KEY, Simple.BINARY),
              new Field(VALUE, Simple.BINARY),
              new Field(
                  HEADERS,
                  new DataType.ListOf(
                      new DataType.Struct(
                          List.of(
                              new Field(HEADER_NAME, Simple.UTF8),
                              new Field(HEADER_VALUE, Simple.BINARY)))))));

  /** What every chunk of a stream has. */
  static final TableSchema PLAIN =
      new TableSchema(
          Stream.concat(Stream.of(new Field(PARTITION, Simple.INT32)), RECORDS.fields().stream())
              .toList());

  /**
   * Why there is nothing in the columns of a value; null for values that have them, and for none.
   */
  static final Field UNREADABLE = new Field("unreadable", Simple.UTF8);

  private RecordColumns() {}

  /** What chunks of a stream have: columns of the values between those of every stream. */
  public static TableSchema of(@Nullable RecordSchema schema) {
    if (schema == null) {
      return PLAIN;
    }
    List<Field> fields = new ArrayList<>(PLAIN.fields());
    fields.addAll(schema.columns().fields());
    fields.add(UNREADABLE);
    return new TableSchema(fields);
  }
}
