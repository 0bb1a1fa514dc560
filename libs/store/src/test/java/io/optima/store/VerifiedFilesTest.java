package io.optima.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VerifiedFilesTest {
  private final AtomicLong nanos = new AtomicLong();
  private final VerifiedFiles verified = new VerifiedFiles(Duration.ofHours(1), nanos::get);

  @TempDir private Path folder;

  @Test
  void aVerifiedFileIsNotHashedAgainUntilTheTimeIsOver() throws IOException {
    Path file = Files.write(folder.resolve("chunk"), Samples.bytes("right"));
    FileTime modified = Files.getLastModifiedTime(file);
    assertThat(verified.holds(file, Samples.digest("right"))).isTrue();
    rotUnseen(file, modified);
    assertThat(verified.holds(file, Samples.digest("right"))).isTrue();
    nanos.addAndGet(Duration.ofMinutes(61).toNanos());
    assertThat(verified.holds(file, Samples.digest("right"))).isFalse();
  }

  /** Bits change and nothing of what the file system tells does. */
  private static void rotUnseen(Path file, FileTime modified) throws IOException {
    Files.write(file, Samples.bytes("wrong"));
    Files.setLastModifiedTime(file, modified);
  }

  @Test
  void aChangedFileIsHashedAgain() throws IOException {
    Path file = Files.write(folder.resolve("chunk"), Samples.bytes("right"));
    assertThat(verified.holds(file, Samples.digest("right"))).isTrue();
    Files.write(file, Samples.bytes("longer"));
    assertThat(verified.holds(file, Samples.digest("right"))).isFalse();
  }

  @Test
  void aReplacedFileIsHashedAgain() throws IOException {
    Path file = Files.write(folder.resolve("chunk"), Samples.bytes("right"));
    FileTime modified = Files.getLastModifiedTime(file);
    assertThat(verified.holds(file, Samples.digest("right"))).isTrue();
    Path other = Files.write(folder.resolve("other"), Samples.bytes("wrong"));
    Files.setLastModifiedTime(other, modified);
    Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(verified.holds(file, Samples.digest("right"))).isFalse();
  }
}
