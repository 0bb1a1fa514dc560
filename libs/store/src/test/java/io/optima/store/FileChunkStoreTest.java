package io.optima.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.ChunkDigest;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;

final class FileChunkStoreTest extends ChunkStoreContract {
  @Override
  StoreSettings settings() {
    return StoreSettings.in(home);
  }

  @Test
  void aBitFlippedInPlaceAfterAReadIsNoticedWhenTheFileChanged() throws IOException {
    ChunkDigest digest = chunks().put(random(30_000));
    assertThat(read(digest)).isEqualTo(random(30_000));
    Path file = path(digest);
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.seek(100);
      int wrong = raw.read() ^ 1;
      raw.seek(100);
      raw.write(wrong);
    }
    // as if the write had come much later
    Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() + 5000));
    assertThatThrownBy(() -> chunks().local(digest))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining(digest.hex());
  }

  @Test
  void localIsTheStoredFileItself() {
    ChunkDigest digest = chunks().put(random(10));
    try (PinnedFile file = chunks().local(digest)) {
      assertThat(file.path()).isEqualTo(path(digest));
    }
  }

  private Path path(ChunkDigest digest) {
    return store().objects().file(Keys.chunk(digest)).orElseThrow();
  }
}
