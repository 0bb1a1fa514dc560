package io.optima.transform.step;

import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.schema.DataType;
import io.optima.model.schema.DataType.Decimal;
import io.optima.model.schema.DataType.Simple;
import io.optima.model.transform.Definition.Parameter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Turns the texts that a run was given into values of the declared types, to be bound in SQL. */
public final class ParameterValues {
  private ParameterValues() {}

  /**
   * The text of every declared parameter: what was given, or its default.
   *
   * @throws OptimaException INVALID_ARGUMENT for one that is not declared, missing, or not of its
   *     type
   */
  public static Map<String, String> complete(
      Map<String, Parameter> declared, Map<String, String> given) {
    for (String name : given.keySet()) {
      if (!declared.containsKey(name)) {
        throw OptimaException.invalid(
            "there is no parameter '%s': there are %s", Shown.of(name), declared.keySet());
      }
    }
    Map<String, String> texts = new TreeMap<>();
    declared.forEach((name, parameter) -> texts.put(name, text(name, parameter, given)));
    values(declared, texts);
    return texts;
  }

  private static String text(String name, Parameter parameter, Map<String, String> given) {
    String text = given.getOrDefault(name, parameter.byDefault());
    if (text == null) {
      throw OptimaException.invalid("parameter '%s' has no default: give it a value", name);
    }
    return text;
  }

  /** The values to bind. */
  public static Map<String, Object> values(
      Map<String, Parameter> declared, Map<String, String> texts) {
    Map<String, Object> values = new LinkedHashMap<>();
    declared.forEach(
        (name, parameter) ->
            values.put(name, value(name, parameter.type(), texts.getOrDefault(name, ""))));
    return values;
  }

  /** Whether parameters may have the type. */
  public static boolean supports(DataType type) {
    return type instanceof Decimal
        || (type instanceof Simple simple
            && switch (simple) {
              case NULL, BINARY, INTERVAL, TIMESTAMP_NS -> false;
              default -> true;
            });
  }

  static Object value(String name, DataType type, String text) {
    try {
      return switch (type) {
        case Decimal decimal -> decimal(decimal, text);
        case Simple simple -> simple(simple, text);
        default -> throw new IllegalArgumentException("unsupported");
      };
    } catch (ArithmeticException | IllegalArgumentException | DateTimeException e) {
      throw OptimaException.invalid(
          "parameter '%s' is not of type %s: '%s'", name, type.text(), Shown.of(text));
    }
  }

  private static BigDecimal decimal(Decimal type, String text) {
    BigDecimal value = new BigDecimal(text).setScale(type.scale(), RoundingMode.UNNECESSARY);
    if (value.precision() > type.precision()) {
      throw new ArithmeticException("too many digits");
    }
    return value;
  }

  private static Object simple(Simple type, String text) {
    return switch (type) {
      case BOOL -> bool(text);
      case INT8 -> Byte.valueOf(text);
      case INT16, UINT8 ->
          (short)
              between(
                  text,
                  type == Simple.UINT8 ? 0 : Short.MIN_VALUE,
                  type == Simple.UINT8 ? 255 : Short.MAX_VALUE);
      case INT32, UINT16 ->
          (int)
              between(
                  text,
                  type == Simple.UINT16 ? 0 : Integer.MIN_VALUE,
                  type == Simple.UINT16 ? 65_535 : Integer.MAX_VALUE);
      case UINT32 -> between(text, 0, 0xffff_ffffL);
      case INT64 -> Long.valueOf(text);
      case UINT64 -> unsigned(text);
      case FLOAT32 -> Float.valueOf(text);
      case FLOAT64 -> Double.valueOf(text);
      case UTF8 -> text;
      case DATE -> LocalDate.parse(text);
      case TIME -> LocalTime.parse(text);
      case TIMESTAMP -> LocalDateTime.parse(text.replace(' ', 'T'));
      case TIMESTAMP_UTC -> OffsetDateTime.parse(text.replace(' ', 'T'));
      case NULL, BINARY, INTERVAL, TIMESTAMP_NS -> throw new IllegalArgumentException();
    };
  }

  private static boolean bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  private static long between(String text, long lowest, long highest) {
    long value = Long.parseLong(text);
    if (value < lowest || value > highest) {
      throw new ArithmeticException("out of range");
    }
    return value;
  }

  private static BigDecimal unsigned(String text) {
    BigInteger value = new BigInteger(text);
    if (value.signum() < 0 || value.bitLength() > 64) {
      throw new ArithmeticException("out of range");
    }
    return new BigDecimal(value);
  }
}
