package io.optima.query.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No number of a JSON file is rounded unless that is asked for. */
class JsonNumbersTest extends PublishTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.1234567890123456789",
        "12345678901234567890123",
        "-9223372036854775809",
        "1.0000000000000000001",
        "1e400"
      })
  void aNumberThatADoubleDoesNotKeepIsRefusedNamingIt(String number) {
    String json = "{\"a\":\"1.00000000000000000009\",\"b\":" + number + "}";
    assertThatThrownBy(() -> publish(create("a/b"), Format.JSON, json))
        .hasMessage(
            "the number %s at byte 35 has more digits than a double keeps: declare its column as"
                + " decimal, or as float64 if rounding is meant",
            number);
    assertThat(storedChunks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0.1234567890123456789, 'decimal(19,19)'",
    "12345678901234567890123, 'decimal(38,0)'",
    "-12345678901234567.89, 'decimal(38,2)'",
    "1234567890123456789, int64",
    "18446744073709551615, uint64",
    "12345678901234567890123, utf8"
  })
  void aDeclaredColumnKeepsEveryDigit(String number, String type) {
    Committed json =
        publish(
            create("a/json"),
            Format.JSON,
            schema("a", type, "b", "list<" + type + ">"),
            "{\"a\":" + number + ",\"b\":[" + number + ",null]}\n{\"a\":null,\"b\":[]}");
    Committed text =
        publish(
            create("a/text"),
            Format.JSON,
            schema("a", type, "b", "list<" + type + ">"),
            "[{\"a\":\"" + number + "\",\"b\":[\"" + number + "\",null]},{\"b\":[]}]");
    assertThat(json.version().content()).isEqualTo(text.version().content());
  }

  @Test
  void roundingIsDoneWhenItIsDeclared() {
    Committed rounded =
        publish(
            create("a/b"),
            Format.JSON,
            schema("a", "float64"),
            "{\"a\":0.1000000000000000055511151231257827}");
    assertThat(rounded.version().content())
        .isEqualTo(publish(create("a/c"), Format.JSON, "{\"a\":0.1}").version().content());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.30000000000000004",
        "1.7976931348623157e308",
        "0.1000000000000000000",
        "9223372036854775807",
        "-0.0000000000000000001"
      })
  void usualNumbersNeedNothing(String number) {
    String json = "[{\"a\":" + number + ",\"b\":true,\"c\":\"\\\"12345678901234567890123\"}]";
    assertThat(publish(create("a/b"), Format.JSON, json).version().rows()).isEqualTo(1);
  }
}
