package io.optima.query.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.DatasetName;
import io.optima.model.dataset.CsvOptions;
import io.optima.model.dataset.Datasets.Author;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.Format;
import io.optima.model.dataset.Mode;
import java.io.ByteArrayInputStream;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PublisherTest extends PublishTest {
  @Test
  void csvBecomesAVersion() {
    DatasetName dataset = create("sales/orders");
    Committed first = publish(dataset, Format.CSV, "id,name\n1,one\n2,two\n");
    assertThat(first.version().number()).isEqualTo(1);
    assertThat(first.version().rows()).isEqualTo(2);
    assertThat(first.version().schema()).isEqualTo(schema("id", "int64", "name", "utf8"));
    assertThat(first.unchanged()).isFalse();
  }

  @Test
  void publishingAgainIsUnchangedAndStoresNothing() {
    DatasetName dataset = create("sales/orders");
    Committed first = publish(dataset, Format.CSV, "id,name\n1,one\n2,two\n");
    var chunks = storedChunks();
    Committed sameFile = publish(dataset, Format.CSV, "id,name\n1,one\n2,two\n");
    Committed sameRows =
        publish(dataset, Format.JSON, "[{\"id\":1,\"name\":\"one\"},{\"id\":2,\"name\":\"two\"}]");
    assertThat(sameFile.unchanged()).isTrue();
    assertThat(sameRows.unchanged()).isTrue();
    assertThat(sameRows.version()).isEqualTo(first.version());
    assertThat(storedChunks()).isEqualTo(chunks);
  }

  @Test
  void anAppendedVersionIsTheSameAsOnePublishedWhole() {
    DatasetName parts = create("sales/parts");
    DatasetName whole = create("sales/whole");
    int rows = 70_000;
    publish(parts, Format.CSV, csv(0, rows));
    Committed appended = append(parts, Format.CSV, csv(rows, 2 * rows));
    Committed published = publish(whole, Format.CSV, csv(0, 2 * rows));
    assertThat(appended.version().content()).isEqualTo(published.version().content());
    assertThat(appended.version().chunks()).isEqualTo(2);
    assertThat(appended.version().rows()).isEqualTo(2L * rows);
  }

  private static String csv(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> i + ",name" + i + "," + i / 2.0)
        .collect(Collectors.joining("\n", "id,name,price\n", "\n"));
  }

  @Test
  void onlyWhoMayChangeTheDatasetPublishes() {
    DatasetName dataset = create("sales/orders");
    PublishTarget eves =
        PublishTarget.of(dataset, Mode.REPLACE, "", new Author("eve", false, ""), key());
    PublishRequest request = new PublishRequest(eves, Format.CSV, CsvOptions.DETECT, null);
    assertThatThrownBy(
            () ->
                publisher()
                    .publish(
                        request,
                        new ByteArrayInputStream("a\n1\n".getBytes(UTF_8)),
                        PublishListener.NONE))
        .hasMessage("eve may not publish to sales/orders: its owner and administrators may");
  }

  @Test
  void aDatasetThatDoesNotExistIsNamed() {
    assertThatThrownBy(() -> publish(DatasetName.parse("no/such"), Format.CSV, "a\n1\n"))
        .hasMessageContaining("no/such does not exist");
  }
}
