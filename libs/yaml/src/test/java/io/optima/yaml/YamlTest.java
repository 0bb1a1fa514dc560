package io.optima.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlTest {
  private static final String DOCUMENT =
      """
      name: trips
      empty:
      count: 12
      quoted: "12"
      factor: 1.5e3
      strict: true
      pause: 90s
      memory: 128MiB
      list: [a, {b: 1}, [2]]
      inner:
        x: 1
      """;

  @Test
  void valuesAreReadAsWhatTheyAre() {
    Block block = document(DOCUMENT);
    assertThat(block.text("name")).isEqualTo("trips");
    assertThat(block.text("count")).isEqualTo("12");
    assertThat(block.value("count").kind()).isEqualTo(Value.Kind.INTEGER);
    assertThat(block.value("quoted").kind()).isEqualTo(Value.Kind.TEXT);
    assertThat(block.value("factor").kind()).isEqualTo(Value.Kind.FLOAT);
    assertThat(block.value("strict").kind()).isEqualTo(Value.Kind.BOOL);
    assertThat(block.optionalWholeNumber("count")).contains(12L);
    assertThat(block.optionalNumber("factor")).contains(1500.0);
    assertThat(block.optionalBool("strict")).contains(true);
    assertThat(block.optionalDuration("pause")).contains(Duration.ofSeconds(90));
    assertThat(block.optionalSize("memory")).contains(128L << 20);
    assertThat(block.list("list"))
        .extracting(Value::kind)
        .containsExactly(Value.Kind.TEXT, Value.Kind.MAPPING, Value.Kind.LIST);
    assertThat(block.block("inner", "inner").value("x").place()).isEqualTo(new Place(11, 6));
  }

  @Test
  void whatIsAbsentOrNullIsAbsent() {
    Block block = document(DOCUMENT);
    for (String key : new String[] {"empty", "none"}) {
      assertThat(block.optionalText(key)).isEmpty();
      assertThat(block.optionalWholeNumber(key)).isEmpty();
      assertThat(block.optionalBlock(key, "none", Set.of())).isEmpty();
      assertThat(block.list(key)).isEmpty();
    }
    assertThat(Yaml.read("# nothing", "the document")).isEmpty();
  }

  @Test
  void whatIsNotAsAskedForIsRefusedAtItsPlace() {
    assertRefused(
        block -> block.optionalWholeNumber("factor"),
        "line 5, column 9: 'factor' has to be a whole number, not '1.5e3'");
    assertRefused(
        block -> block.optionalNumber("name"),
        "line 1, column 7: 'name' has to be a number, not 'trips'");
    assertRefused(
        block -> block.optionalNumber("quoted"),
        "line 4, column 9: 'quoted' has to be a number, not '12'");
    assertRefused(
        block -> block.optionalBool("count"), "line 3, column 8: 'count' has to be true or false");
    assertRefused(
        block -> block.optionalDuration("memory"),
        "line 8, column 9: '128MiB' is not a duration: write a whole number and ms, s, m, h or d,"
            + " such as 90s or 2h");
    assertRefused(
        block -> block.optionalSize("pause"),
        "line 7, column 8: '90s' is not a size: write a whole number and B, KiB, MiB, GiB or TiB,"
            + " such as 128MiB");
    assertRefused(block -> block.list("name"), "line 1, column 7: 'name' has to be a list");
    assertRefused(
        block -> block.list("list").get(1).text(), "line 9, column 11: 'list'[1] has to be a text");
    assertRefused(
        block -> block.block("inner", "the inner", Set.of("y", "z")),
        "line 11, column 3: 'x' is not known in the inner: use y, z");
    assertRefused(
        block -> block.text("none"), "line 1, column 1: 'none' has no value (in the document)");
    assertRefused(
        block -> {
          throw block.refusedName("count", "no");
        },
        "line 3, column 1: no");
  }

  @Test
  void aRefusalKeepsThePlaceItNames() {
    Block block = document(DOCUMENT);
    assertThatThrownBy(
            () ->
                block.checked(
                    "inner",
                    () -> block.block("inner", "inner").checked("x", () -> refuse("too much"))))
        .hasMessage("line 11, column 6: too much");
    assertThatThrownBy(() -> block.checked("none", () -> refuse("too little")))
        .hasMessage("line 1, column 1: too little (in the document)");
  }

  @Test
  void deepNestingIsRefusedWithoutUsingUpTheStack() {
    assertThatThrownBy(() -> Yaml.read("[".repeat(200_000), "the document"))
        .hasMessage("line 1, column 65: the document is nested more than 64 deep");
    assertThat(Yaml.read("[".repeat(64) + "]".repeat(64), "the document")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "0ms, PT0S",
    "500ms, PT0.5S",
    "90s, PT1M30S",
    "30m, PT30M",
    "2h, PT2H",
    "1d, PT24H",
    "999999999999d, PT23999999999976H"
  })
  void durations(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({
    "0B, 0",
    "3B, 3",
    "64KiB, 65536",
    "2GiB, 2147483648",
    "999999TiB, 1099510528264372224"
  })
  void sizes(String text, long bytes) {
    assertThat(Sizes.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"5", "s", "-1s", "1.5h", "1w", "1 s", "9999999999999s", "''", "1S"})
  void noDurations(String text) {
    assertThatThrownBy(() -> Durations.parse(text)).hasMessageContaining("is not a duration");
  }

  @ParameterizedTest
  @CsvSource({"5", "MiB", "-1B", "1.5GiB", "1MB", "1 B", "1000000TiB", "''", "1mib"})
  void noSizes(String text) {
    assertThatThrownBy(() -> Sizes.parse(text)).hasMessageContaining("is not a size");
  }

  static Block document(String yaml) {
    return Yaml.read(yaml, "the document").orElseThrow().block("the document");
  }

  private static Object refuse(String problem) {
    throw OptimaException.invalid("%s", problem);
  }

  private static void assertRefused(Consumer<Block> ask, String message) {
    assertThatThrownBy(() -> ask.accept(document(DOCUMENT)))
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
        .hasMessage(message);
  }
}
