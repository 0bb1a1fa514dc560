package io.optima.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.OptimaException;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.LogEntry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random commands through two owners who lose their state now and then, compared with a reference
 * so simple that it is right: a list of contents. The seed is the parameter.
 */
class OwnedDatasetModelTest {
  private final MemoryLog log = new MemoryLog();
  private final List<Long> contents = new ArrayList<>();
  private final Map<String, Long> versionOfKey = new HashMap<>();
  private boolean dropped;
  private int step;

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void ownersAgreeWithTheReference(long seed) {
    Random random = new Random(seed);
    OwnedDataset[] owners = {owner(), owner()};
    owners[0].create(Commands.create("create"));
    for (step = 1; step <= 300; step++) {
      int which = random.nextInt(2);
      switch (random.nextInt(12)) {
        case 0 -> owners[which] = owner();
        case 1 -> dropOrUndrop(owners[which]);
        case 2 -> repeat(owners[which], random);
        case 3 -> commitOnStaleBase(owners[which]);
        default -> commit(owners[which], random.nextInt(4));
      }
      assertThat(owners[which].head().latestNumber()).isEqualTo(contents.size());
    }
    logIsDense();
  }

  private OwnedDataset owner() {
    OwnedDataset owner = new OwnedDataset(Commands.NAME, log, digest -> true, Clock.systemUTC());
    owner.recall(Optional.empty());
    return owner;
  }

  private void commit(OwnedDataset owner, long content) {
    String key = "commit-" + step;
    if (dropped) {
      assertRefused(() -> owner.commit(Commands.commit(content, key)));
      return;
    }
    boolean same = !contents.isEmpty() && contents.getLast() == content;
    Committed committed = owner.commit(Commands.commit(content, key));
    assertThat(committed.unchanged()).isEqualTo(same);
    if (!same) {
      contents.add(content);
      versionOfKey.put(key, (long) contents.size());
    }
    assertThat(committed.version().number()).isEqualTo(contents.size());
  }

  private void commitOnStaleBase(OwnedDataset owner) {
    long stale = contents.size() - 1L;
    if (stale >= 0) {
      assertRefused(
          () -> owner.commit(Commands.commit(99, stale, Commands.OWNER, "stale-" + step)));
    }
  }

  private void repeat(OwnedDataset owner, Random random) {
    String key = "commit-" + Math.max(1, step - 1 - random.nextInt(20));
    Long version = versionOfKey.get(key);
    if (version != null) {
      assertThat(owner.commit(Commands.commit(12345, key)).version().number()).isEqualTo(version);
    }
  }

  private void dropOrUndrop(OwnedDataset owner) {
    LogEntry entry =
        dropped
            ? owner.undrop(Commands.OWNER, "undrop-" + step)
            : owner.drop(Commands.OWNER, "drop-" + step);
    dropped = !dropped;
    assertThat(entry.dropped()).isEqualTo(dropped);
  }

  private void logIsDense() {
    long last = log.head(0).orElseThrow().sequence();
    assertThat(LongStream.rangeClosed(1, last).allMatch(s -> log.entry(s).isPresent())).isTrue();
  }

  private static void assertRefused(Runnable change) {
    try {
      change.run();
    } catch (OptimaException expected) {
      return;
    }
    throw new AssertionError("was not refused");
  }
}
