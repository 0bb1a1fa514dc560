package io.optima.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.ChunkDigest;
import io.optima.model.ContentId;
import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.OptimaException;
import io.optima.model.dataset.ContentKind;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Settings;
import io.optima.model.dataset.Version;
import io.optima.model.schema.DataTypes;
import io.optima.model.schema.Field;
import io.optima.model.schema.TableSchema;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static final LogEntry ENTRY =
      new LogEntry(
          1,
          LogEntry.Change.PUBLISHED,
          DatasetName.parse("sales/orders"),
          Kind.IMMUTABLE,
          DigestAlgorithm.SHA256,
          new Settings("ada", "Orders", Map.of("b", "2", "a", "1"), Set.of("*")),
          false,
          new Version(
              1,
              ContentId.of(DigestAlgorithm.SHA256, new byte[32]),
              ChunkDigest.of(new byte[32]),
              ContentKind.TABLE,
              new TableSchema(List.of(new Field("price", DataTypes.parse("decimal(10, 2)")))),
              3,
              100,
              1,
              null,
              List.of(),
              null,
              "ada",
              Instant.parse("2026-01-01T00:00:00.123456Z"),
              ""),
          "ada",
          Instant.parse("2026-01-01T00:00:00.123456Z"),
          "key",
          "");

  @Test
  void everyValueComesBackAsItWas() {
    assertThat(Json.read(Json.bytes(ENTRY), LogEntry.class)).isEqualTo(ENTRY);
  }

  @Test
  void namesIdsAndTypesAreTheTextPeopleSee() {
    String json = new String(Json.bytes(ENTRY), StandardCharsets.UTF_8);
    assertThat(json)
        .contains("\"dataset\":\"sales/orders\"", "\"content\":\"sha256:0", "\"decimal(10")
        .contains("\"time\":\"2026-01-01T00:00:00.123456Z\"", "{\"a\":\"1\",\"b\":\"2\"}");
  }

  @Test
  void whatIsNotTheJsonOfAValueIsRefused() {
    assertThatThrownBy(() -> Json.read("{".getBytes(StandardCharsets.UTF_8), LogEntry.class))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("LogEntry");
    assertThatThrownBy(
            () -> Json.read("\"no\"".getBytes(StandardCharsets.UTF_8), DatasetName.class))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("group/name");
  }
}
