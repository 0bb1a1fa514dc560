package io.optima.query.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.identity.LeafRange;
import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.CsvOptions;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.Format;
import io.optima.model.dataset.Mode;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rows are read, and chunks written, before the upload is at its end. */
class EarlyReadingTest extends PublishTest {
  private static final int ROWS = 9 * LeafRange.LEAF_ROWS / 2;
  private static final String BEGINNING =
      "n,filling\n" + ("1," + "x".repeat(200) + "\n").repeat(ROWS);
  private static final long PAUSE_NANOS = 10_000_000;

  @Override
  PublishSettings settings() {
    return super.settings().withChunks(LeafRange.LEAF_ROWS, 1L << 30, 1 << 20);
  }

  /** The beginning and, once that is so, the end. */
  private static InputStream awaiting(BooleanSupplier condition, String end) {
    InputStream last =
        new FilterInputStream(new ByteArrayInputStream(end.getBytes(UTF_8))) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            while (!condition.getAsBoolean()) {
              LockSupport.parkNanos(PAUSE_NANOS);
            }
            return super.read(target, offset, length);
          }
        };
    return new SequenceInputStream(new ByteArrayInputStream(BEGINNING.getBytes(UTF_8)), last);
  }

  private boolean hasChunks() {
    return chunks("chunk-1.parquet") > 0;
  }

  private long chunks(String name) {
    try (Stream<Path> files = Files.walk(home.resolve("staging"))) {
      return files.filter(file -> file.endsWith(name)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void chunksAreWrittenWhileTheUploadArrives() {
    Committed early =
        publish(
            create("a/early"), Mode.REPLACE, Format.CSV, null, awaiting(this::hasChunks, "2,y\n"));
    assertThat(early.version().rows()).isEqualTo(ROWS + 1);
    Committed whole =
        publish(
            create("a/whole"),
            Format.CSV,
            schema("n", "int64", "filling", "utf8"),
            BEGINNING + "2,y\n");
    assertThat(early.version().content()).isEqualTo(whole.version().content());
  }

  @Test
  void theyDoNotCountWhenTheEndIsNotLikeTheBeginning() {
    Committed found =
        publish(
            create("a/found"),
            Mode.REPLACE,
            Format.CSV,
            null,
            awaiting(this::hasChunks, "1.5,y\n"));
    assertThat(found.version().rows()).isEqualTo(ROWS + 1);
    assertThat(found.version().schema()).isEqualTo(schema("n", "float64", "filling", "utf8"));
  }

  @Test
  void aCancelledUploadEndsTheReadingToo() {
    DatasetName dataset = create("a/b");
    PublishRequest request =
        new PublishRequest(target(dataset, Mode.REPLACE), Format.CSV, CsvOptions.DETECT, null);
    PublishListener cancelling =
        (rows, bytes) -> {
          if (hasChunks()) {
            throw OptimaException.of(ErrorCode.CANCELLED, "enough");
          }
        };
    assertThatThrownBy(
            () -> publisher().publish(request, awaiting(this::hasChunks, "1,y\n"), cancelling))
        .hasMessage("enough");
    assertThat(home.resolve("staging")).isEmptyDirectory();
    assertThat(storedChunks()).isEmpty();
  }

  @Test
  void slowUploadsDoNotHoldUpOthers() throws Exception {
    int slow = 2 * settings().threads() + 1;
    CountDownLatch end = new CountDownLatch(1);
    try (ExecutorService uploads = Executors.newFixedThreadPool(slow)) {
      List<Future<Committed>> published = new ArrayList<>();
      for (int i = 0; i < slow; i++) {
        DatasetName dataset = create("a/slow" + i);
        InputStream upload = awaiting(() -> end.getCount() == 0, "2,y\n");
        published.add(
            uploads.submit(() -> publish(dataset, Mode.REPLACE, Format.CSV, null, upload)));
      }
      try {
        while (chunks("chunk-4.parquet") < slow) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
        assertThat(publish(create("a/csv"), Format.CSV, BEGINNING).version().rows())
            .isEqualTo(ROWS);
        assertThat(publish(create("a/json"), Format.JSON, "[{\"a\": 1}]").version().rows())
            .isEqualTo(1);
      } finally {
        end.countDown();
      }
      for (Future<Committed> each : published) {
        assertThat(each.get().version().rows()).isEqualTo(ROWS + 1);
      }
    }
  }
}
