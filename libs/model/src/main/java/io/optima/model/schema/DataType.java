package io.optima.model.schema;

import io.optima.model.OptimaException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A logical column type. Encodings that only differ in layout (large or view strings, dictionaries,
 * time units below the one kept here) are one type; {@code docs/spec/identity.md} has the table.
 * {@link #text()} and {@link DataTypes#parse} are inverse.
 */
public sealed interface DataType {
  /** The type as it is written in schemas, for example {@code decimal(15,2)}. */
  String text();

  /** Types without parameters. */
  enum Simple implements DataType {
    NULL,
    BOOL,
    INT8,
    INT16,
    INT32,
    INT64,
    UINT8,
    UINT16,
    UINT32,
    UINT64,
    FLOAT32,
    FLOAT64,
    /** Text in UTF-8. */
    UTF8,
    BINARY,
    /** Days since 1970-01-01. */
    DATE,
    /** Microseconds since midnight. */
    TIME,
    /** Microseconds since 1970-01-01T00:00:00, without a zone. */
    TIMESTAMP,
    /** Nanoseconds since 1970-01-01T00:00:00, without a zone. */
    TIMESTAMP_NS,
    /** An instant: microseconds since 1970-01-01T00:00:00Z. */
    TIMESTAMP_UTC,
    /** Months, days and microseconds, each with its own sign. */
    INTERVAL;

    @Override
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Exact decimal number of up to 38 digits. */
  record Decimal(int precision, int scale) implements DataType {
    public Decimal {
      if (precision < 1 || precision > 38 || scale < 0 || scale > precision) {
        throw OptimaException.invalid(
            "decimal(%d,%d) is not supported: precision is 1 to 38, scale 0 to precision",
            precision, scale);
      }
    }

    @Override
    public String text() {
      return "decimal(" + precision + "," + scale + ")";
    }
  }

  /** A list of any length. */
  record ListOf(DataType element) implements DataType {
    @Override
    public String text() {
      return "list<" + element.text() + ">";
    }
  }

  /** Named fields, at least one, names distinct. */
  record Struct(List<Field> fields) implements DataType {
    public Struct {
      fields = List.copyOf(fields);
      if (fields.isEmpty()) {
        throw OptimaException.invalid("a struct needs at least one field");
      }
      Field.checkDistinct("field", fields);
    }

    @Override
    public String text() {
      return fields.stream().map(Field::text).collect(Collectors.joining(", ", "struct<", ">"));
    }
  }

  /** Keys (never null) with values, in order. */
  record MapOf(DataType key, DataType value) implements DataType {
    @Override
    public String text() {
      return "map<" + key.text() + ", " + value.text() + ">";
    }
  }
}
