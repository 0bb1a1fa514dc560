package io.optima.query.stream;

import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.util.List;
import java.util.stream.Stream;

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
  public static final TableSchema SCHEMA =
      new TableSchema(
          Stream.concat(Stream.of(new Field(PARTITION, Simple.INT32)), RECORDS.fields().stream())
              .toList());

  private RecordColumns() {}
}
