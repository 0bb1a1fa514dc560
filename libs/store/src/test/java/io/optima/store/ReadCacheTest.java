package io.optima.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.optima.model.ChunkDigest;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadCacheTest {
  private static final int SIZE = 1000;

  @TempDir private Path home;
  private Store store;
  private CountingStore counted;
  private ReadCache cache;

  @BeforeEach
  void open() {
    store = Store.open(StoreSettings.in(home));
    counted = new CountingStore(store.objects());
    cache = cache(3 * SIZE);
  }

  @AfterEach
  void close() {
    cache.close();
    store.close();
  }

  private ReadCache cache(long limit) {
    VerifiedFiles verified = new VerifiedFiles(Duration.ofHours(1), Ticker.systemTicker());
    return ReadCache.open(counted, home.resolve("cache"), limit, verified);
  }

  private ChunkDigest chunk(int number) {
    byte[] bytes = new byte[SIZE];
    bytes[0] = (byte) number;
    return store.chunks().put(bytes);
  }

  @Test
  void aChunkIsFetchedOnce() {
    ChunkDigest one = chunk(1);
    for (int i = 0; i < 3; i++) {
      try (PinnedFile file = cache.pin(one)) {
        assertThat(file.path()).hasSize(SIZE);
      }
    }
    assertThat(counted.opened.get()).isEqualTo(1);
  }

  @Test
  void concurrentReadersFetchOnce() throws Exception {
    ChunkDigest one = chunk(1);
    List<Callable<Long>> readers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      readers.add(
          () -> {
            try (PinnedFile file = cache.pin(one)) {
              return Files.size(file.path());
            }
          });
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Long> size : threads.invokeAll(readers)) {
        assertThat(size.get()).isEqualTo(SIZE);
      }
    }
    assertThat(counted.opened.get()).isEqualTo(1);
  }

  @Test
  void theLeastRecentlyUsedGoesFirst() {
    for (int number : new int[] {1, 2, 3, 1, 4}) {
      cache.pin(chunk(number)).close();
    }
    assertThat(cache.bytes()).isEqualTo(3 * SIZE);
    assertThat(cache.kept()).containsExactly(chunk(3), chunk(1), chunk(4));
  }

  @Test
  void filesInUseStayAndGoWhenTheyAreLetGo() {
    List<PinnedFile> pins = Stream.of(1, 2, 3, 4, 5).map(n -> cache.pin(chunk(n))).toList();
    assertThat(pins).allSatisfy(pin -> assertThat(pin.path()).exists());
    assertThat(cache.bytes()).isEqualTo(5 * SIZE);
    pins.getFirst().close();
    pins.getFirst().close();
    assertThat(pins.getFirst().path()).doesNotExist();
    assertThat(cache.bytes()).isEqualTo(4 * SIZE);
    pins.forEach(PinnedFile::close);
    assertThat(cache.bytes()).isEqualTo(3 * SIZE);
  }

  @Test
  void aChunkLargerThanTheLimitIsStillRead() {
    cache.close();
    cache = cache(10);
    try (PinnedFile file = cache.pin(chunk(1))) {
      assertThat(file.path()).hasSize(SIZE);
    }
    assertThat(cache.bytes()).isZero();
  }

  @Test
  void copiesSurviveARestart() {
    cache.pin(chunk(1)).close();
    cache.pin(chunk(2)).close();
    cache.close();
    cache = cache(3 * SIZE);
    assertThat(cache.bytes()).isEqualTo(2 * SIZE);
    cache.pin(chunk(1)).close();
    assertThat(counted.opened.get()).isEqualTo(2);
  }

  @Test
  void aCopyTornByACrashIsFetchedAgain() throws IOException {
    PinnedFile file = cache.pin(chunk(1));
    file.close();
    Files.write(file.path(), new byte[10]);
    Files.write(home.resolve("cache/0/arriving/torn"), new byte[10]);
    cache.close();
    cache = cache(3 * SIZE);
    cache.pin(chunk(1)).close();
    assertThat(file.path()).hasSize(SIZE);
    assertThat(cache.bytes()).isEqualTo(SIZE);
    assertThat(home.resolve("cache/0/arriving/torn")).doesNotExist();
  }

  @Test
  void aDamagedChunkIsNotKept() {
    ChunkDigest one = chunk(1);
    store.objects().put(Keys.chunk(one), new byte[SIZE]);
    assertThatThrownBy(() -> cache.pin(one))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining(one.hex());
    assertThat(cache.kept()).isEmpty();
    assertThat(cache.bytes()).isZero();
  }

  @Test
  void twoProcessesDoNotShareFiles() {
    try (ReadCache other = cache(SIZE)) {
      try (PinnedFile mine = cache.pin(chunk(1));
          PinnedFile others = other.pin(chunk(1))) {
        assertThat(mine.path()).isNotEqualTo(others.path());
      }
    }
  }

  /** Counts fetches. */
  private static final class CountingStore extends ForwardingStore {
    private final AtomicInteger opened = new AtomicInteger();

    CountingStore(ObjectStore store) {
      super(store);
    }

    @Override
    public java.io.InputStream open(String key, long offset, long length) {
      opened.incrementAndGet();
      return super.open(key, offset, length);
    }
  }
}
