package io.optima.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.store.ObjectStore;
import io.optima.store.ObjectStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class FileObjectStoreTest extends ObjectStoreContract {
  @Override
  protected ObjectStore open() {
    return new FileObjectStore(directory());
  }

  @Override
  protected int largeFile() {
    return 3 << 20;
  }

  private Path directory() {
    return temporary.resolve("store");
  }

  @Test
  void tornUploadsAreInvisibleAndRemovedWhenOld() throws IOException {
    ObjectStore store = open();
    Path torn = Files.write(directory().resolve(".tmp").resolve("torn"), new byte[5]);
    assertThat(store.list("")).isEmpty();
    assertThat(store.leftovers(Duration.ofHours(1), true)).isEqualTo(ObjectStore.Leftovers.NONE);
    assertThat(store.leftovers(Duration.ofSeconds(-1), false))
        .isEqualTo(new ObjectStore.Leftovers(1, 5));
    assertThat(torn).exists();
    store.leftovers(Duration.ofSeconds(-1), true);
    assertThat(torn).doesNotExist();
  }

  @Test
  void aFileOfTheSameFileSystemIsNotCopied() throws IOException {
    Path file = Files.write(temporary.resolve("chunk"), new byte[10]);
    ObjectStore store = open();
    store.putIfAbsent("c/1", file);
    assertThat(Files.isSameFile(store.file("c/1").orElseThrow(), file)).isTrue();
  }

  @Test
  void whatOneProcessPutsAnotherSees() {
    ObjectStore one = open();
    ObjectStore other = open();
    one.putIfAbsent("shared", new byte[] {1});
    assertThat(other.get("shared")).hasValue(new byte[] {1});
    assertThat(other.putIfAbsent("shared", new byte[] {2})).isFalse();
  }
}
