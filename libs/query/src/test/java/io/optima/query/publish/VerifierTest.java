package io.optima.query.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.Format;
import io.optima.query.publish.VerifyResult.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerifierTest extends PublishTest {
  @Test
  void aVersionThatIsAsItWasPublishedIsRight() {
    DatasetName dataset = create("sales/orders");
    Committed published = publish(dataset, Format.CSV, csv(200_000));
    VerifyResult result = verify(dataset);
    assertThat(result.difference()).isNull();
    assertThat(result.rows()).isEqualTo(200_000);
    assertThat(result.bytes()).isEqualTo(published.version().bytes());
  }

  @Test
  void aFlippedBitIsFoundAndItsChunkNamed() throws IOException {
    DatasetName dataset = create("sales/orders");
    Committed published = publish(dataset, Format.CSV, csv(1_000));
    var chunk = store().manifests().read(published.version().manifest()).chunks().getFirst();
    try (var pinned = store().chunks().local(chunk.digest())) {
      flipBit(pinned.path());
    }
    Difference found = verify(dataset).difference();
    assertThat(found).isNotNull();
    assertThat(found.chunk()).isEqualTo(chunk.digest());
    assertThat(found.message()).contains("rows 1 to 1000", "is damaged");
  }

  private static void flipBit(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.delete(file);
    Files.write(file, bytes);
  }

  private VerifyResult verify(DatasetName dataset) {
    try (Verifier verifier = new Verifier(store(), settings(), allocator)) {
      return verifier.verify(DatasetRef.latest(dataset), PublishListener.NONE);
    }
  }

  private static String csv(int rows) {
    return IntStream.range(0, rows)
        .mapToObj(i -> i + ",name" + i)
        .collect(Collectors.joining("\n", "id,name\n", "\n"));
  }
}
