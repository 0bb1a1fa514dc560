package io.optima.query.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.DatasetName;
import io.optima.model.dataset.CsvOptions;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.Format;
import io.optima.model.dataset.Mode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same key is the same publish, whatever has happened since. */
class RepeatedPublishTest extends PublishTest {
  private Committed publish(DatasetName dataset, Format format, String key, String content) {
    PublishTarget target = PublishTarget.of(dataset, Mode.REPLACE, "", OWNER, key);
    return publisher()
        .publish(
            new PublishRequest(target, format, CsvOptions.DETECT, null),
            new ByteArrayInputStream(content.getBytes(UTF_8)),
            PublishListener.NONE);
  }

  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"CSV", "TEXT"})
  void onePublishThatChangedNothingDoesNotBringBackWhatWasReplaced(Format format) {
    DatasetName dataset = create("a/b");
    Committed first = publish(dataset, format, "", "a\n1\n");
    Committed unchanged = publish(dataset, format, "key", "a\n1\n");
    assertThat(unchanged.unchanged()).isTrue();
    publish(dataset, format, "", "a\n2\n");
    Committed repeated = publish(dataset, format, "key", "a\n1\n");
    assertThat(repeated).isEqualTo(unchanged);
    assertThat(repeated.version()).isEqualTo(first.version());
    assertThat(datasets().head(dataset).latestNumber()).isEqualTo(2);
    assertThat(publish(dataset, format, "other", "a\n1\n").version().number()).isEqualTo(3);
  }

  @Test
  void soItIsWithRows() throws Exception {
    DatasetName dataset = create("a/b");
    try (SampleFiles files = new SampleFiles(home, allocator)) {
      byte[] rows = files.arrow("select 1 as a", 10);
      publish(dataset, Format.ARROW, rows);
      Committed unchanged = publishRows(dataset, rows, "key");
      assertThat(unchanged.unchanged()).isTrue();
      publish(dataset, Format.ARROW, files.arrow("select 2 as a", 10));
      assertThat(publishRows(dataset, rows, "key")).isEqualTo(unchanged);
      assertThat(publishRows(dataset, rows, "").version().number()).isEqualTo(3);
    }
  }

  private Committed publishRows(DatasetName dataset, byte[] rows, String key) throws IOException {
    PublishTarget target = PublishTarget.of(dataset, Mode.REPLACE, "", OWNER, key);
    try (ArrowStreamReader reader =
        new ArrowStreamReader(new ByteArrayInputStream(rows), allocator)) {
      return publisher().publishRows(target, reader, PublishListener.NONE);
    }
  }

  @Test
  void onePublishThatMadeTheLatestVersionSaysSoAgain() {
    DatasetName dataset = create("a/b");
    Committed first = publish(dataset, Format.CSV, "key", "a\n1\n");
    assertThat(publish(dataset, Format.CSV, "key", "a\n1\n")).isEqualTo(first);
    assertThat(first.unchanged()).isFalse();
  }
}
