package io.optima.cli.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.client.ReceivedRecord;
import io.optima.model.stream.StreamRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordLinesTest {
  private static StreamRecord parse(String line) {
    return RecordLines.parse(line, 7);
  }

  /** What tail prints, publish takes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"partition\":1,\"offset\":2,\"timestamp\":\"2026-01-31T12:00:00.000001Z\",\"key\":\"k\","
            + "\"value\":\"grün\",\"headers\":{\"a\":\"1\",\"bBase64\":\"/w==\"}}",
        "{\"partition\":0,\"offset\":0,\"timestamp\":\"1970-01-01T00:00:00.000001Z\",\"key\":null,"
            + "\"value\":null}",
        "{\"partition\":0,\"offset\":0,\"timestamp\":\"1970-01-01T00:00:00.000001Z\",\"key\":null,"
            + "\"valueBase64\":\"/wA=\"}"
      })
  void whatIsPrintedCanBePublished(String line) {
    StreamRecord record = parse(line);
    ReceivedRecord received =
        new ReceivedRecord(
            line.contains("\"partition\":1") ? 1 : 0, line.contains(":2,") ? 2 : 0, record);
    assertThat(RecordLines.line(received)).isEqualTo(line);
  }

  @Test
  void valuesThatAreNoTextAreJson() {
    assertThat(new String(parse("{\"value\": {\"a\": [1, 2]}}").value(), UTF_8))
        .isEqualTo("{\"a\":[1,2]}");
    assertThat(parse("{\"value\": 1, \"timestamp\": 5}").timestamp()).isEqualTo(5);
    assertThat(parse("{}").timestamp()).as("when it is published").isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text",
        "[]",
        "{\"timestamp\": \"noon\"}",
        "{\"valueBase64\": \"?\"}",
        "{\"value\": "
      })
  void whatIsNoRecordIsRefusedWithTheLine(String line) {
    assertThatThrownBy(() -> parse(line)).hasMessageStartingWith("line 7");
  }

  @Test
  void keysAreFieldsOfLines() {
    assertThat(RecordLines.field("{\"id\": 17}".getBytes(UTF_8), "id", 1))
        .isEqualTo("17".getBytes(UTF_8));
    assertThat(RecordLines.field("{}".getBytes(UTF_8), "id", 1)).isNull();
    assertThatThrownBy(() -> RecordLines.field("x".getBytes(UTF_8), "id", 3))
        .hasMessageContaining("line 3")
        .hasMessageContaining("'id'");
  }

  @Test
  void linesEndWithEitherEnd() throws IOException {
    var in = new ByteArrayInputStream("a\r\n\nb\rc\nlast".getBytes(UTF_8));
    List<String> lines = new java.util.ArrayList<>();
    for (byte[] line = PublishRecords.line(in); line != null; line = PublishRecords.line(in)) {
      lines.add(new String(line, UTF_8));
    }
    assertThat(lines).containsExactly("a", "", "b\rc", "last");
  }
}
