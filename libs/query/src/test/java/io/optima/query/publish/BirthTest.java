package io.optima.query.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.dataset.CsvOptions;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.Datasets.Create;
import io.optima.model.dataset.Format;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.Mode;
import io.optima.model.dataset.Settings;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A publish that may create its dataset. */
class BirthTest extends PublishTest {
  private static final DatasetName NAME = DatasetName.parse("a/new");

  private Committed publish(Mode mode, Format format, InputStream content) {
    Settings settings = new Settings(OWNER.principal(), "of flights", Map.of(), Set.of());
    Create birth = new Create(NAME, Kind.IMMUTABLE, DigestAlgorithm.MD5, settings, OWNER, key());
    PublishTarget target = PublishTarget.of(NAME, mode, "", OWNER, key()).creating(birth);
    return publisher()
        .publish(
            new PublishRequest(target, format, CsvOptions.DETECT, null),
            content,
            PublishListener.NONE);
  }

  private static InputStream text(String content) {
    return new ByteArrayInputStream(content.getBytes(UTF_8));
  }

  @Test
  void theDatasetIsBornWithItsFirstVersion() {
    Committed first = publish(Mode.REPLACE, Format.CSV, text("a\n1\n"));
    assertThat(first.entry().sequence()).isEqualTo(2);
    assertThat(first.entry().settings().description()).isEqualTo("of flights");
    assertThat(first.version().content().algorithm()).isEqualTo(DigestAlgorithm.MD5);
  }

  @Test
  void contentThatIsRefusedLeavesNoDataset() {
    assertThatThrownBy(() -> publish(Mode.REPLACE, Format.JSON, text("{")))
        .hasMessageContaining("not readable as JSON");
    assertThat(store().datasets().head(NAME)).isEmpty();
    assertThat(storedChunks()).isEmpty();
  }

  @Test
  void whoIsOvertakenAppendsToWhatOthersMade() {
    InputStream overtaken =
        new InputStream() {
          private final InputStream content = text("a\n2\n");

          @Override
          public int read() throws java.io.IOException {
            return content.read();
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws java.io.IOException {
            int read = content.read(buffer, offset, length);
            if (read < 0) {
              publish(Mode.REPLACE, Format.CSV, text("a\n1\n"));
            }
            return read;
          }
        };
    Committed second = publish(Mode.APPEND, Format.CSV, overtaken);
    assertThat(second.version().number()).isEqualTo(2);
    assertThat(second.version().rows()).isEqualTo(2);
  }
}
