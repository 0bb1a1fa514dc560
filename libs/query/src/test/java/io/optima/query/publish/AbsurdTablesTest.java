package io.optima.query.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.Format;
import io.optima.model.dataset.Mode;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that nobody expects either work or are refused with what can be done. */
class AbsurdTablesTest extends PublishTest {
  @Override
  PublishSettings settings() {
    return PublishSettings.in(home);
  }

  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"CSV", "JSON"})
  void aCellOfTwentyMegabytes(Format format) {
    DatasetName dataset = create("a/b");
    Committed published = publish(dataset, Mode.REPLACE, format, null, cell(format, 20 << 20));
    assertThat(published.version().rows()).isEqualTo(2);
    assertThat(published.version().schema()).isEqualTo(schema("id", "int64", "text", "utf8"));
  }

  /** The file is read in pieces of 64 MiB: quotes open in one and close in the next. */
  @Test
  void quotedCellsOfSevenMegabytesAcrossPieces() {
    DatasetName dataset = create("a/b");
    List<InputStream> rows = new ArrayList<>();
    rows.add(bytes("id,text\n"));
    for (int id = 0; id < 30; id++) {
      rows.add(cell(id + ",\"a\n,\"\"", 7 << 20, "\"\n"));
    }
    InputStream file = new SequenceInputStream(Collections.enumeration(rows));
    Committed published = publish(dataset, Mode.REPLACE, Format.CSV, null, file);
    assertThat(published.version().rows()).isEqualTo(30);
    assertThat(published.version().schema()).isEqualTo(schema("id", "int64", "text", "utf8"));
  }

  private static InputStream cell(Format format, int bytes) {
    return format == Format.CSV
        ? cell("id,text\n1,", bytes, "\n2,b\n")
        : cell("{\"id\":1,\"text\":\"", bytes, "\"}\n{\"id\":2,\"text\":\"b\"}\n");
  }

  /** A cell that never is in memory here. */
  private static InputStream cell(String before, int bytes, String after) {
    InputStream content =
        new InputStream() {
          private int left = bytes;

          @Override
          public int read() {
            return left-- > 0 ? 'x' : -1;
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            if (left <= 0) {
              return -1;
            }
            int count = Math.min(left, length);
            java.util.Arrays.fill(buffer, offset, offset + count, (byte) 'x');
            left -= count;
            return count;
          }
        };
    return new SequenceInputStream(
        Collections.enumeration(List.of(bytes(before), content, bytes(after))));
  }

  private static InputStream bytes(String text) {
    return new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"CSV", "JSON"})
  void aTextCellOfHundredMegabytesIsRefusedWithLimitAndRemedy(Format format) {
    DatasetName dataset = create("a/b");
    assertThatThrownBy(() -> publish(dataset, Mode.REPLACE, format, null, cell(format, 100 << 20)))
        .isInstanceOfSatisfying(
            OptimaException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED))
        .hasMessageContaining("has more than 32 MB: publish such rows as Parquet or Arrow");
    assertThat(storedChunks()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"PARQUET", "ARROW"})
  void aTypedOneIsTaken(Format format) throws Exception {
    String rows = "select 1 as id, repeat('0123456789', 10485760) as text";
    try (SampleFiles files = new SampleFiles(home, allocator)) {
      Committed published = publish(create("a/b"), format, files.of(format, rows));
      assertThat(published.version().rows()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select",
        "a b",
        "a\"b",
        "a'b",
        "a;drop table x",
        "a%sb%n",
        "${x}",
        "ü€𝄞",
        "..",
        "optima row",
        "file_row_number",
        "a.b[0]",
        "{}"
      })
  void namesMayBeAnyText(String name) throws Exception {
    String quoted = '"' + name.replace("\"", "\"\"") + '"';
    Committed csv = publish(create("a/csv"), Format.CSV, quoted + ",x\n1,2\n");
    assertThat(csv.version().schema()).isEqualTo(schema(name, "int64", "x", "int64"));
    Committed declared =
        publish(
            create("a/declared"),
            Format.CSV,
            schema(name, "int64", "x", "int64"),
            quoted + ",x\n1,2\n");
    assertThat(declared.version().content()).isEqualTo(csv.version().content());
    try (SampleFiles files = new SampleFiles(home, allocator)) {
      String query = "select 1::bigint as " + quoted + ", 2::bigint as x";
      for (Format format : new Format[] {Format.JSON, Format.PARQUET, Format.ARROW}) {
        DatasetName dataset = create("a/" + format.name().toLowerCase(Locale.ROOT));
        assertThat(publish(dataset, format, files.of(format, query)).version().content())
            .as(format.name())
            .isEqualTo(csv.version().content());
      }
    }
  }

  @Test
  void namesThatCannotBeAreRefused() {
    DatasetName dataset = create("a/b");
    assertThatThrownBy(() -> publish(dataset, Format.CSV, "x".repeat(1_025) + ",b\n1,2\n"))
        .hasMessageContaining("1 to 1024 characters");
  }
}
