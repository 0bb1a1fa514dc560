package io.optima.gateway.flight;

import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.util.List;
import org.apache.arrow.flight.sql.FlightSqlProducer.Schemas;
import org.apache.arrow.flight.sql.impl.FlightSql.Nullable;
import org.apache.arrow.flight.sql.impl.FlightSql.Searchable;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The SQL types that queries know, as {@code CommandGetXdbcTypeInfo} wants them. */
final class TypeRows {
  private static final int DECIMAL_DIGITS = 38;

  /**
   * One type.
   *
   * @param quote what stands around literals; empty: nothing
   * @param digits of the largest value, or characters; 0: no limit
   */
  private record Type(String name, int jdbc, int digits, String quote, boolean unsigned) {}

  private static final List<Type> TYPES =
      List.of(
          new Type("BOOLEAN", Types.BOOLEAN, 1, "", false),
          new Type("TINYINT", Types.TINYINT, 3, "", false),
          new Type("SMALLINT", Types.SMALLINT, 5, "", false),
          new Type("INTEGER", Types.INTEGER, 10, "", false),
          new Type("BIGINT", Types.BIGINT, 19, "", false),
          new Type("UTINYINT", Types.SMALLINT, 3, "", true),
          new Type("USMALLINT", Types.INTEGER, 5, "", true),
          new Type("UINTEGER", Types.BIGINT, 10, "", true),
          new Type("UBIGINT", Types.NUMERIC, 20, "", true),
          new Type("FLOAT", Types.REAL, 7, "", false),
          new Type("DOUBLE", Types.DOUBLE, 15, "", false),
          new Type("DECIMAL", Types.DECIMAL, DECIMAL_DIGITS, "", false),
          new Type("VARCHAR", Types.VARCHAR, 0, "'", false),
          new Type("BLOB", Types.VARBINARY, 0, "'", false),
          new Type("DATE", Types.DATE, 10, "'", false),
          new Type("TIME", Types.TIME, 15, "'", false),
          new Type("TIMESTAMP", Types.TIMESTAMP, 26, "'", false),
          new Type("TIMESTAMP WITH TIME ZONE", Types.TIMESTAMP_WITH_TIMEZONE, 32, "'", false));

  private TypeRows() {}

  /**
   * All types, or those of one JDBC type code.
   *
   * @param wanted null: all
   */
  static VectorSchemaRoot rows(
      BufferAllocator allocator, @org.jspecify.annotations.Nullable Integer wanted) {
    VectorSchemaRoot root = VectorSchemaRoot.create(Schemas.GET_TYPE_INFO_SCHEMA, allocator);
    root.allocateNew();
    List<Type> types =
        TYPES.stream().filter(type -> wanted == null || type.jdbc() == wanted).toList();
    for (int row = 0; row < types.size(); row++) {
      write(root, row, types.get(row));
    }
    root.setRowCount(types.size());
    return root;
  }

  private static void write(VectorSchemaRoot root, int row, Type type) {
    boolean number = type.quote().isEmpty() && type.jdbc() != Types.BOOLEAN;
    text(root, "type_name", row, type.name());
    text(root, "local_type_name", row, type.name());
    number(root, "data_type", row, type.jdbc());
    number(root, "sql_data_type", row, type.jdbc());
    number(root, "nullable", row, Nullable.NULLABILITY_NULLABLE_VALUE);
    number(root, "searchable", row, Searchable.SEARCHABLE_FULL_VALUE);
    flag(root, "case_sensitive", row, type.jdbc() == Types.VARCHAR);
    flag(root, "unsigned_attribute", row, type.unsigned());
    flag(root, "fixed_prec_scale", row, false);
    flag(root, "auto_increment", row, false);
    if (type.digits() > 0) {
      number(root, "column_size", row, type.digits());
    }
    if (number) {
      number(root, "num_prec_radix", row, 10);
      number(root, "minimum_scale", row, 0);
      number(root, "maximum_scale", row, type.jdbc() == Types.DECIMAL ? DECIMAL_DIGITS : 0);
    } else if (!type.quote().isEmpty()) {
      text(root, "literal_prefix", row, type.quote());
      text(root, "literal_suffix", row, type.quote());
    }
  }

  private static void text(VectorSchemaRoot root, String column, int row, String value) {
    ((VarCharVector) root.getVector(column)).setSafe(row, value.getBytes(StandardCharsets.UTF_8));
  }

  private static void number(VectorSchemaRoot root, String column, int row, int value) {
    ((IntVector) root.getVector(column)).setSafe(row, value);
  }

  private static void flag(VectorSchemaRoot root, String column, int row, boolean value) {
    ((BitVector) root.getVector(column)).setSafe(row, value ? 1 : 0);
  }
}
