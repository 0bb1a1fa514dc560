package io.optima.query.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.schema.DataTypes;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsualCsvReaderTest {
  private static final int LONGEST = 1 << 10;

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void everythingIsGivenBack() {
    allocator.close();
  }

  private static UsualCsv csv(boolean header, String... types) {
    List<Field> fields =
        IntStream.range(0, types.length)
            .mapToObj(i -> new Field("c" + i, DataTypes.parse(types[i])))
            .toList();
    return new UsualCsv((byte) ',', (byte) '"', header, null, new TableSchema(fields));
  }

  private List<String> read(UsualCsv csv, int bufferBytes, byte[] content) throws IOException {
    List<String> rows = new ArrayList<>();
    try (UsualCsvReader reader =
        new UsualCsvReader(
            new ByteArrayInputStream(content), csv, bufferBytes, LONGEST, allocator)) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      while (reader.loadNextBatch()) {
        for (int row = 0; row < root.getRowCount(); row++) {
          int at = row;
          rows.add(
              String.join(
                  "|",
                  root.getFieldVectors().stream()
                      .map(vector -> String.valueOf(vector.getObject(at)))
                      .toList()));
        }
      }
    }
    return rows;
  }

  private List<String> read(UsualCsv csv, String content) throws IOException {
    return read(csv, 1 << 16, content.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 8, 13, 64, 4096})
  void recordsAreWholeWhereverTheBufferEnds(int bufferBytes) throws IOException {
    String content =
        "\ufeffname,n\r\nplain,1\r\n\"with \"\"quotes\"\", comma\r\nand line\",-2\r\n\"\",\r\né,3";
    assertThat(read(csv(true, "utf8", "int64"), bufferBytes, content.getBytes(UTF_8)))
        .containsExactly("plain|1", "with \"quotes\", comma\r\nand line|-2", "null|null", "é|3");
  }

  @ParameterizedTest
  @CsvSource({
    "bool, True, true",
    "int64, -123456789012345678, -123456789012345678",
    "float64, 21168.23, 21168.23",
    "float64, -0.0, -0.0",
    "float64, 1e22, 1.0E22",
    "float64, 0.1234567890123456789, 0.12345678901234568",
    "date, 2024-02-29, 19782",
    "date, 0001-01-01, -719162",
    "time, 23:59:59.5, 86399500000",
    "timestamp, 1969-12-31T23:59:59.999999, 1969-12-31T23:59:59.999999",
    "timestamp_utc, 2024-01-01 00:00:00+05:30, 1704047400000000",
    "timestamp_utc, 2024-01-01T00:00:00Z, 1704067200000000"
  })
  void valuesAreReadExactly(String type, String text, String value) throws IOException {
    assertThat(read(csv(false, type), text + "\n")).containsExactly(value);
  }

  @ParameterizedTest
  @CsvSource({
    "bool, yes",
    "int64, 007",
    "int64, -0",
    "int64, 1.0",
    "int64, 9223372036854775807",
    "int64, ' 1'",
    "float64, 1.",
    "float64, .5",
    "float64, 1e999",
    "float64, 1e-320",
    "float64, 1.2.3",
    "float64, inf",
    "date, 2023-02-29",
    "date, 2023-1-1",
    "date, 0000-01-01",
    "time, 24:00:00",
    "time, 10:00",
    "time, 10:00:00.1234567",
    "timestamp, 2024-01-01",
    "timestamp, 2024-01-01 00:00:00Z",
    "timestamp_utc, 2024-01-01 00:00:00",
    "timestamp_utc, 2024-01-01 00:00:00+15:00"
  })
  void whatIsWrittenOtherwiseIsLeftToOthers(String type, String text) {
    assertThatThrownBy(() -> read(csv(false, type, "utf8"), text + ",x\n"))
        .isInstanceOf(UnusualCsvException.class)
        .hasMessageStartingWith("record 1: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,1\nb\n",
        "a,1\nb,2,3\n",
        "a,1\n\nb,2\n",
        "a,1\nb,2\r\n",
        "a,1\nb,2\rc,3\n",
        "a,1\nb\"c,2\n",
        "a,1\n\"b\" ,2\n",
        "a,1\n\"b,2\n",
        "a,1\nb\0c,2\n",
        "a,1\nb"
      })
  void soAreLinesUnlikeTheOthers(String content) {
    assertThatThrownBy(() -> read(csv(false, "utf8", "int64"), content))
        .isInstanceOf(UnusualCsvException.class)
        .hasMessageStartingWith("record 2: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c3 0a a9 0a", "61 0a c3", "ff 0a", "ed a0 80 0a", "c3 a9 c3 0a"})
  void soAreBytesThatAreNoText(String bytes) {
    byte[] content = HexFormat.ofDelimiter(" ").parseHex(bytes);
    assertThatThrownBy(() -> read(csv(false, "utf8"), 64, content))
        .isInstanceOf(UnusualCsvException.class)
        .hasMessageEndingWith("not UTF-8");
  }

  @Test
  void soIsARecordTooLongToBeKept() {
    byte[] content = ("\"" + "x".repeat(8 * LONGEST) + "\"\n").getBytes(UTF_8);
    assertThatThrownBy(() -> read(csv(false, "utf8"), 64, content))
        .hasMessage("record 1: a very long record");
  }
}
