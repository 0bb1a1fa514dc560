package io.optima.transform.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.OptimaException;
import io.optima.model.schema.DataTypes;
import io.optima.model.transform.Definition.Parameter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterValuesTest {
  private static final Map<String, Parameter> DECLARED =
      Map.of(
          "n", new Parameter(DataTypes.parse("int32"), "5"),
          "day", new Parameter(DataTypes.parse("date"), null));

  @Test
  void defaultsFillWhatIsNotGiven() {
    Map<String, String> texts = ParameterValues.complete(DECLARED, Map.of("day", "2026-01-31"));
    assertThat(texts).isEqualTo(Map.of("n", "5", "day", "2026-01-31"));
    assertThat(ParameterValues.values(DECLARED, texts))
        .isEqualTo(Map.of("n", 5, "day", LocalDate.of(2026, 1, 31)));
    assertThatThrownBy(() -> ParameterValues.complete(DECLARED, Map.of()))
        .hasMessage("parameter 'day' has no default: give it a value");
    assertThatThrownBy(() -> ParameterValues.complete(DECLARED, Map.of("x", "1")))
        .hasMessageContaining("there is no parameter 'x'");
  }

  @ParameterizedTest
  @CsvSource({
    "bool, true",
    "int8, -128",
    "uint8, 255",
    "int16, -32768",
    "uint16, 65535",
    "int64, -9223372036854775808",
    "uint64, 18446744073709551615",
    "float64, -1.5e300",
    "utf8, x",
    "time, 12:30",
    "timestamp, 2026-01-31 12:30:00",
    "timestamp_utc, 2026-01-31T12:30:00+02:00"
  })
  void takesValuesOfItsType(String type, String text) {
    assertThat(ParameterValues.value("p", DataTypes.parse(type), text)).isNotNull();
  }

  @Test
  void decimalsAreExact() {
    assertThat(ParameterValues.value("p", DataTypes.parse("decimal(5,2)"), "1.5"))
        .isEqualTo(new BigDecimal("1.50"));
  }

  @ParameterizedTest
  @CsvSource({
    "bool, yes",
    "int8, 128",
    "uint8, -1",
    "uint16, 65536",
    "int32, 1.0",
    "uint64, -1",
    "date, 2026-02-30",
    "'decimal(5,2)', 1.555",
    "'decimal(5,2)', 12345"
  })
  void refusesOthers(String type, String text) {
    assertThatThrownBy(() -> ParameterValues.value("p", DataTypes.parse(type), text))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("parameter 'p' is not of type");
  }
}
