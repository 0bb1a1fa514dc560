package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.v1.Format;
import io.optima.v1.PublishResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Lost state, damaged bytes, no space and nonsense: clear answers, and nothing wrong in between.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsIT {
  private OptimaUnderTest optima;

  @BeforeAll
  void begin() {
    optima = OptimaUnderTest.start();
  }

  @AfterAll
  void end() {
    optima.close();
  }

  @Test
  void losingTheStateStoreLosesNothing() throws IOException {
    PublishResponse first =
        Publishing.csv(optima.client(), "state/orders", Publishing.orders(10, 1));
    optima.running().program("optima.daprd").kill();
    try (Stream<Path> files = Files.walk(optima.home())) {
      for (Path file : files.filter(path -> path.toString().contains("state.db")).toList()) {
        Files.delete(file);
      }
    }
    optima.restart("optima.daprd", Map.of());

    PublishResponse again =
        Publishing.csv(optima.client(), "state/orders", Publishing.orders(10, 1));
    PublishResponse next =
        Publishing.csv(optima.client(), "state/orders", Publishing.orders(10, 2));
    assertThat(again.getUnchanged()).isTrue();
    assertThat(again.getVersion()).isEqualTo(first.getVersion());
    assertThat(next.getVersion().getNumber()).isEqualTo(2);
  }

  @Test
  void aFlippedBitIsNamedAndNeverServed() throws IOException {
    Publishing.csv(optima.client(), "flip/orders", Publishing.orders(100_000, 77));
    Path chunk = largestChunk();
    byte[] bytes = Files.readAllBytes(chunk);
    bytes[bytes.length / 2] ^= 1;
    chunk.toFile().setWritable(true);
    Files.write(chunk, bytes);
    String digest =
        chunk.getName(chunk.getNameCount() - 2).toString()
            + chunk.getName(chunk.getNameCount() - 1);
    try {
      assertThatThrownBy(() -> Queries.rows(optima.client(), "select sum(amount) from flip.orders"))
          .isInstanceOfSatisfying(
              OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
          .hasMessageContaining(digest);
      assertThat(Verifying.difference(optima.client(), "flip/orders")).contains(digest);
    } finally {
      bytes[bytes.length / 2] ^= 1;
      Files.write(chunk, bytes);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FORMAT_PARQUET | not parquet at all",
        "FORMAT_ARROW | not arrow at all",
        "FORMAT_JSON | {\"a\": 1",
        "FORMAT_CSV | ''",
      })
  void malformedContentIsRefusedAndLeavesNoVersion(Format format, String content) {
    String dataset = "bad/" + format.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    assertThatThrownBy(
            () ->
                Publishing.send(
                    optima.client(), Publishing.header(dataset, format).build(), content))
        .isInstanceOfSatisfying(
            OptimaException.class,
            e ->
                assertThat(e.code())
                    .isIn(ErrorCode.INVALID_ARGUMENT, ErrorCode.FAILED_PRECONDITION))
        .hasMessageNotContaining(optima.home().toString());
  }

  @ParameterizedTest
  @CsvSource({"no-slash", "UPPER/case", "a/b/c", "'../../etc/passwd'", "'sales/'", "'sales/ö'"})
  void absurdNamesAreRefused(String name) {
    assertThatThrownBy(() -> Publishing.csv(optima.client(), name, "a\n1\n"))
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
  }

  @Test
  void aFullDiskIsSaidAndLeavesNothingBehind() {
    optima.restart("optima", Map.of("optima.faults.full", "chunk.before-put"));
    try {
      assertThatThrownBy(
              () -> Publishing.csv(optima.client(), "full/orders", Publishing.orders(10, 1)))
          .isInstanceOfSatisfying(
              OptimaException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED));
    } finally {
      optima.restart("optima", Map.of());
    }
    PublishResponse later =
        Publishing.csv(optima.client(), "full/orders", Publishing.orders(10, 1));
    assertThat(later.getVersion().getNumber()).isEqualTo(1);
  }

  private Path largestChunk() throws IOException {
    try (Stream<Path> files = Files.walk(optima.home().resolve("store/chunks"))) {
      return files
          .filter(Files::isRegularFile)
          .max(java.util.Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
  }
}
