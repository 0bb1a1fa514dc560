package io.optima.query.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.DatasetName;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.Format;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first rows suggest types; a row behind them is never bent to fit. */
class WholeFileTest extends PublishTest {
  private static final int SAMPLED = 50_000;

  private static String csv(String usual, String last) {
    return "a,b\n" + (usual + ",x\n").repeat(SAMPLED + 10) + last + ",y\n";
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1.5, float64",
    "1, 1e-1, float64",
    "12, 007, utf8",
    "1, 1_000, utf8",
    "1, one, utf8",
    "1, 12345678901234567890, 'decimal(38,0)'",
    "2020-01-01, 2020-01-01 10:00:00, timestamp",
    "true, 1, utf8",
    "1.5, x, utf8"
  })
  void aLaterRowWidensTheType(String usual, String last, String type) {
    String csv = csv(usual, last);
    Committed found = publish(create("a/found"), Format.CSV, csv);
    assertThat(found.version().schema()).isEqualTo(schema("a", type, "b", "utf8"));
    Committed declared =
        publish(create("a/declared"), Format.CSV, schema("a", type, "b", "utf8"), csv);
    assertThat(found.version().content()).isEqualTo(declared.version().content());
  }

  @ParameterizedTest
  @CsvSource({
    "2020-01-01 10:00:00, 2020-01-01T10:00:00+02:00, timestamp",
    "2020-01-01 10:00:00, 2020-01-01T10:00:00.1234567, timestamp",
    "10:00:00, 10:00:00.1234567, time"
  })
  void orIsNamedWhenNoTypeKeepsIt(String usual, String last, String type) {
    DatasetName dataset = create("a/b");
    assertThatThrownBy(() -> publish(dataset, Format.CSV, csv(usual, last)))
        .hasMessage(
            "column 'a', row %d: the value '%s' is not %s: declare the column's type, utf8 takes"
                + " any text",
            SAMPLED + 11, last, type);
    assertThat(storedChunks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "31.12.2020, date, 2020-12-31",
    "12/31/2020, date, 2020-12-31",
    "2020-12-31T10:00:00Z, timestamp_utc, 2020-12-31T10:00:00Z",
    "2020-12-31T12:00:00+02:00, timestamp_utc, 2020-12-31T10:00:00Z",
    "2020-12-31 10:00:00.5, timestamp, 2020-12-31T10:00:00.500",
    "2020-12-31 10:00, timestamp, 2020-12-31T10:00:00",
    "t, bool, true",
    "-0, int64, 0",
    " 7, int64, 7"
  })
  void usualWaysToWriteAreUnderstood(String written, String type, String same) {
    Committed found = publish(create("a/found"), Format.CSV, "a,b\n" + written + ",x\n,y\n");
    Committed declared =
        publish(
            create("a/declared"),
            Format.CSV,
            schema("a", type, "b", "utf8"),
            "a,b\n" + same + ",x\n,y\n");
    assertThat(found.version().schema()).isEqualTo(schema("a", type, "b", "utf8"));
    assertThat(found.version().content()).isEqualTo(declared.version().content());
  }
}
