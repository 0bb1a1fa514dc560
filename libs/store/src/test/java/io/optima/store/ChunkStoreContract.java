package io.optima.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.ChunkDigest;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link ChunkStore} has to do on every store. */
abstract class ChunkStoreContract {
  @TempDir Path home;
  private Store store;
  private ChunkStore chunks;

  /** Settings of a new store. */
  abstract StoreSettings settings();

  @BeforeEach
  void open() {
    store = Store.open(settings());
    chunks = store.chunks();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void bytesComeBackByTheirSha256() throws IOException {
    ChunkDigest digest = chunks.put(Samples.bytes("abc"));
    assertThat(digest.hex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(chunks.exists(digest)).isTrue();
    assertThat(chunks.stat(digest).orElseThrow().size()).isEqualTo(3);
    assertThat(chunks.get(digest)).isEqualTo(Samples.bytes("abc"));
    assertThat(read(digest)).isEqualTo(Samples.bytes("abc"));
    try (PinnedFile file = chunks.local(digest)) {
      assertThat(file.path()).hasBinaryContent(Samples.bytes("abc"));
    }
  }

  @Test
  void noByteIsStoredTwice() throws IOException {
    byte[] content = random(100_000);
    ChunkDigest first = chunks.put(file("one", content));
    assertThat(chunks.put(file("two", content))).isEqualTo(first);
    assertThat(chunks.put(content)).isEqualTo(first);
    try (Stream<ObjectInfo> all = store.objects().list("chunks/")) {
      assertThat(all.mapToLong(ObjectInfo::size).sum()).isEqualTo(100_000);
    }
  }

  @Test
  void concurrentWritersOfTheSameBytesAgree() throws Exception {
    byte[] content = random(50_000);
    List<Callable<ChunkDigest>> writers = new ArrayList<>();
    for (int writer = 0; writer < 8; writer++) {
      Path file = file("same-" + writer, content);
      writers.add(() -> chunks.put(file));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<ChunkDigest> put : threads.invokeAll(writers)) {
        assertThat(put.get()).isEqualTo(Sha256.of(content));
      }
    }
    assertThat(read(Sha256.of(content))).isEqualTo(content);
  }

  @Test
  void theEmptyChunkExists() throws IOException {
    ChunkDigest digest = chunks.put(new byte[0]);
    assertThat(chunks.get(digest)).isEmpty();
    assertThat(read(digest)).isEmpty();
  }

  @Test
  void aMissingChunkIsCorruptAndNamed() {
    ChunkDigest digest = Samples.digest("never put");
    assertThat(chunks.exists(digest)).isFalse();
    assertThat(chunks.stat(digest)).isEmpty();
    isCorrupt(digest, () -> chunks.get(digest));
    isCorrupt(digest, () -> chunks.open(digest).close());
    isCorrupt(digest, () -> chunks.local(digest).close());
  }

  @Test
  void aFlippedBitIsNoticedByEveryReadAndNamed() {
    byte[] content = random(70_000);
    ChunkDigest digest = chunks.put(content);
    flip(digest, content);
    isCorrupt(digest, () -> chunks.get(digest));
    isCorrupt(digest, () -> chunks.open(digest).close());
    isCorrupt(digest, () -> chunks.local(digest).close());
  }

  /** Replaces the stored object by one with another bit. */
  private void flip(ChunkDigest digest, byte[] content) {
    byte[] wrong = content.clone();
    wrong[wrong.length / 2] ^= 0x10;
    store.objects().put(Keys.chunk(digest), wrong);
  }

  @Test
  void aTruncatedChunkIsNoticed() {
    byte[] content = random(70_000);
    ChunkDigest digest = chunks.put(content);
    store.objects().put(Keys.chunk(digest), java.util.Arrays.copyOf(content, 60_000));
    isCorrupt(digest, () -> chunks.open(digest).close());
  }

  private static void isCorrupt(
      ChunkDigest digest, org.assertj.core.api.ThrowableAssert.ThrowingCallable read) {
    assertThatThrownBy(read)
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
        .hasMessageContaining(digest.hex());
  }

  byte[] read(ChunkDigest digest) throws IOException {
    try (InputStream in = chunks.open(digest)) {
      return in.readAllBytes();
    }
  }

  ChunkStore chunks() {
    return chunks;
  }

  Store store() {
    return store;
  }

  Path file(String name, byte[] content) throws IOException {
    return Files.write(home.resolve(name), content);
  }

  static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
