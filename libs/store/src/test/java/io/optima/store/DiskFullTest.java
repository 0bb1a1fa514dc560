package io.optima.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiskFullTest {
  @TempDir private Path home;

  @Test
  void aPublishThatFindsNoSpaceLeavesNothingVisible() {
    for (String label : new String[] {"chunk", "manifest"}) {
      StoreSettings.Faults full =
          new StoreSettings.Faults(Map.of(), Map.of(), Set.of(label + ".before-put"), Map.of());
      try (Store store = Store.open(StoreSettings.in(home).withFaults(full))) {
        isExhausted(() -> publish(store));
        assertThat(store.datasets().datasets()).isEmpty();
      }
    }
  }

  private static void publish(Store store) {
    try (PublishSession session = store.publish()) {
      var chunk = session.put(Samples.bytes("content"));
      var manifest = store.manifests().write(session, Samples.manifest(chunk, chunk));
      store.datasets().append(Samples.entry("a/x", 1, Samples.version(1, manifest)));
    }
  }

  @Test
  void aFullDiskIsNamedAndTheStoreGoesOnWhenThereIsSpace() throws Exception {
    Path small = Files.createDirectory(home.resolve("small"));
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString()));
    StoreSettings settings = StoreSettings.in(home).withUrl("file:" + small.resolve("store"));
    try (Store store = Store.open(settings)) {
      Path large = Files.write(home.resolve("large"), new byte[3 << 20]);
      isExhausted(() -> store.chunks().put(large));
      isExhausted(() -> store.chunks().put(new byte[3 << 20]));
      assertThat(chunks(store)).isZero();
      Path filler = small.resolve("filler");
      fill(filler);
      isExhausted(() -> store.datasets().append(Samples.entry("a/x", 1, 0)));
      assertThat(store.datasets().head(DatasetName.parse("a/x"))).isEmpty();
      Files.delete(filler);
      assertThat(store.objects().leftovers(Duration.ofSeconds(-1), false).count()).isZero();
      assertThat(store.datasets().append(Samples.entry("a/x", 1, 0))).isTrue();
    } finally {
      assertThat(run("umount", small.toString())).isTrue();
    }
  }

  private static void fill(Path file) throws IOException {
    try (var out = Files.newOutputStream(file)) {
      while (true) {
        out.write(new byte[512]);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  private static long chunks(Store store) {
    try (Stream<ObjectInfo> chunks = store.objects().list("chunks/")) {
      return chunks.count();
    }
  }

  private static void isExhausted(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OptimaException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED))
        .hasMessageContaining("no space left");
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
