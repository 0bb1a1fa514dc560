package io.optima.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.dataset.store.StoredCommitLog;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dapr can activate an actor twice while placement changes: then the log decides. */
class RivalOwnersTest {
  private static final int OWNERS = 4;
  private static final int COMMITS = 50;

  @Test
  void ownersOnOneStoreAtOnceCommitEachVersionOnce(@TempDir Path home) throws Exception {
    List<Set<Long>> versions;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      versions =
          threads
              .invokeAll(IntStream.range(0, OWNERS).mapToObj(i -> commits(home, i)).toList())
              .stream()
              .map(RivalOwnersTest::result)
              .toList();
    }
    Set<Long> all = new HashSet<>();
    versions.forEach(all::addAll);
    assertThat(all).hasSize(OWNERS * COMMITS);
    assertThat(all.stream().mapToLong(v -> v).max()).hasValue(OWNERS * COMMITS);
  }

  private static Callable<Set<Long>> commits(Path home, int owner) {
    return () -> {
      try (Store store = Store.open(StoreSettings.in(home))) {
        OwnedDataset dataset =
            new OwnedDataset(
                Commands.NAME,
                new StoredCommitLog(store.datasets(), Commands.NAME),
                digest -> true,
                Clock.systemUTC());
        dataset.recall(Optional.empty());
        dataset.create(Commands.create("create"));
        Set<Long> versions = new HashSet<>();
        for (int i = 0; i < COMMITS; i++) {
          int content = owner * COMMITS + i;
          versions.add(dataset.commit(Commands.commit(content, "k" + content)).version().number());
        }
        return versions;
      }
    };
  }

  private static Set<Long> result(Future<Set<Long>> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
