package io.optima.query.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.DigestAlgorithm;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.Format;
import io.optima.model.dataset.Mode;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Typed data with declared columns: every value that its column can hold, and no other. */
class CastTest extends PublishTest {
  private static final Format[] TYPED = {Format.ARROW, Format.PARQUET};

  private SampleFiles files;

  @BeforeEach
  void openFiles() {
    files = new SampleFiles(home, allocator);
  }

  @AfterEach
  void closeFiles() {
    files.close();
  }

  private static String name(Format format) {
    return "a/" + format.name().toLowerCase(Locale.ROOT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1::bigint | int8 | 1::tinyint",
        "1.0::double | int32 | 1::int",
        "1.5::double | float32 | 1.5::float",
        "1.25::double | decimal(9,2) | 1.25::decimal(9,2)",
        "1.50::decimal(9,2) | decimal(4,1) | 1.5::decimal(4,1)",
        "'7' | int64 | 7::bigint",
        "7::bigint | utf8 | '7'",
        "timestamp '2020-01-01 00:00:00' | date | date '2020-01-01'",
        "timestamp_ns '2020-01-01 00:00:00.5' | timestamp | timestamp '2020-01-01 00:00:00.5'",
        "[1::bigint, null] | list<int16> | [1::smallint, null]",
        "{'x': 1::bigint} | struct<\"x\" uint8> | {'x': 1::utinyint}",
        "null::int | interval | null::interval"
      })
  void valuesThatFitAreTaken(String given, String type, String same) throws Exception {
    Committed typed =
        publish(
            create("a/typed"),
            Format.ARROW,
            files.arrow("select %s as a, 2 as b".formatted(same), 10));
    for (Format format : TYPED) {
      Committed cast =
          publish(
              create(name(format), DigestAlgorithm.SHA256),
              Mode.REPLACE,
              format,
              schema("a", type, "b", "int32"),
              files.of(format, "select 2 as b, %s as a".formatted(given)));
      assertThat(cast.version().schema()).isEqualTo(schema("a", type, "b", "int32"));
      assertThat(cast.version().content()).isEqualTo(typed.version().content());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "300::bigint | int8 | 300",
        "1.5::double | int32 | 1.5",
        "0.1::double | float32 | 0.1",
        "1.25::decimal(9,2) | decimal(4,1) | 1.25",
        "'x' | int64 | x",
        "timestamp '2020-01-01 10:00:00' | date | 2020-01-01 10:00:00",
        "timestamp_ns '2020-01-01 00:00:00.123456789' | timestamp | 2020-01-01 00:00:00.123456789",
        "[1, 300] | list<int8> | [1, 300]"
      })
  void othersAreNamedWithColumnAndRow(String given, String type, String shown) throws Exception {
    String query = "select if(i = 2, %s, null) as a from range(3) t(i) order by i".formatted(given);
    for (Format format : TYPED) {
      byte[] rows = files.of(format, query);
      create(name(format), DigestAlgorithm.SHA256);
      assertThatThrownBy(
              () ->
                  publish(
                      io.optima.model.DatasetName.parse(name(format)),
                      Mode.REPLACE,
                      format,
                      schema("a", type),
                      rows))
          .hasMessage("column 'a', row 3: the value '%s' is not %s", shown, type);
    }
    assertThat(storedChunks()).isEmpty();
  }
}
