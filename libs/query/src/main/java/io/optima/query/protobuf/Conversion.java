package io.optima.query.protobuf;

import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.schema.DataType;
import java.time.DateTimeException;
import java.util.function.UnaryOperator;

/**
 * Values by two functions, which throw ArithmeticException, NumberFormatException or
 * DateTimeException for what they cannot convert.
 *
 * @param path of the column
 */
record Conversion(
    String path, DataType type, UnaryOperator<Object> decode, UnaryOperator<Object> encode)
    implements Codec {
  @Override
  public Object column(Object value) {
    return converted(decode, value);
  }

  @Override
  public Object field(Object column) {
    return converted(encode, column);
  }

  private Object converted(UnaryOperator<Object> conversion, Object value) {
    try {
      return conversion.apply(value);
    } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
      throw OptimaException.invalid(
          "column '%s': '%s' is no %s that its field can hold",
          path, Shown.of(String.valueOf(value).strip()), type.text());
    }
  }
}
