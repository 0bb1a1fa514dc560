package io.optima.dataset.stream;

import static io.optima.dataset.stream.TestNode.P0;
import static io.optima.dataset.stream.TestNode.STREAM;
import static io.optima.dataset.stream.TestNode.bytes;
import static io.optima.dataset.stream.TestNode.join;
import static io.optima.dataset.stream.TestNode.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.optima.log.PartitionId;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.StreamSettings.Retention;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch of a source is stored only behind the one before it. */
class PositionsTest extends OneNodeTest {
  private static final UUID TOPIC = new UUID(7, 7);
  private static final UUID OTHER = new UUID(8, 8);

  private static NewBatch step(UUID source, @Nullable String before, String after, String text) {
    return new NewBatch(null, 0, 1, bytes(text), null, new SourceStep(source, before, after));
  }

  private Appended append(UUID source, @Nullable String before, String after, String text) {
    return join(node.node.append(P0, step(source, before, after, text)));
  }

  @Test
  void aSourceGoesOnBehindItsLastBatchOnly() {
    assertThat(node.node.position(P0, TOPIC)).isEmpty();
    append(TOPIC, null, "3", "one");
    append(OTHER, null, "100", "other");
    append(TOPIC, "3", "7", "two");
    assertThat(node.node.position(P0, TOPIC)).hasValue("7");
    refuses(
        ErrorCode.FAILED_PRECONDITION,
        "is at 7, not at 3",
        () -> append(TOPIC, "3", "7", "two again"));
    refuses(
        ErrorCode.FAILED_PRECONDITION,
        "is at 7, not at null",
        () -> append(TOPIC, null, "3", "all again"));
    assertThat(node.texts(0)).containsExactly("one", "other", "two");
  }

  @Test
  void positionsAreThereAfterACrashAndAfterSealsAndWhenRecordsAreDropped() {
    append(TOPIC, null, "1", "a");
    reopen();
    assertThat(node.node.position(P0, TOPIC)).hasValue("1");
    append(TOPIC, "1", "2", "b");
    node.node.seal(P0);
    append(TOPIC, "2", "3", "c");
    reopen();
    assertThat(node.node.position(P0, TOPIC)).hasValue("3");
    append(OTHER, null, "x", "d");
    node.node.truncate(P0, new Retention(null, null, 1L));
    reopen();
    assertThat(node.node.position(P0, TOPIC)).as("of a record that was dropped").hasValue("3");
    assertThat(node.node.position(P0, OTHER)).hasValue("x");
  }

  /** The journal has it, and the one who appended it has not been told when the seal begins. */
  @Test
  void aBatchThatIsSealedBeforeItIsAnsweredCounts() {
    append(TOPIC, null, "1", "a");
    NewBatch unanswered = step(TOPIC, "1", "2", "b");
    join(
        node.journal.append(
            new PartitionId(STREAM, 0),
            node.node.offsets(P0).epoch(),
            unanswered.records(),
            StoredBatch.head(unanswered, 0),
            unanswered.payload(),
            Durability.FSYNC,
            null));
    assertThat(node.node.seal(P0).sealed()).isEqualTo(2);
    reopen();
    assertThat(node.node.position(P0, TOPIC)).hasValue("2");
  }

  @Test
  void whileABatchIsOnItsWayNoOtherOfItsSourceIsTaken() throws InterruptedException {
    append(TOPIC, null, "1", "a");
    CountDownLatch synced = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    node.files.afterSync(
        () -> {
          synced.countDown();
          await(mayGoOn);
        });
    CompletableFuture<Appended> first = node.node.append(P0, step(TOPIC, "1", "2", "b"));
    synced.await();
    refuses(ErrorCode.FAILED_PRECONDITION, "on its way", () -> append(TOPIC, "1", "2", "b again"));
    mayGoOn.countDown();
    join(first);
    append(TOPIC, "2", "3", "c");
    assertThat(node.texts(0)).containsExactly("a", "b", "c");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void batchesOfPublishersAndOfSourcesDoNotMeet() {
    append(TOPIC, null, "1", "a");
    assertThat(node.append(TOPIC, 0, "b").repeated()).isFalse();
    node.node.seal(P0);
    reopen();
    assertThat(node.append(TOPIC, 0, "b").repeated()).isTrue();
    append(TOPIC, "1", "2", "c");
  }

  /** One who feeds a stream, as many processes do at a time; believes what it heard last. */
  private final class Feeder {
    private int at;

    void look() {
      at = node.node.position(P0, TOPIC).map(Integer::valueOf).orElse(0);
    }

    void feed(int count) {
      String text =
          IntStream.range(at, at + count)
              .mapToObj(String::valueOf)
              .collect(Collectors.joining(","));
      try {
        append(TOPIC, at == 0 ? null : String.valueOf(at), String.valueOf(at + count), text);
        at += count;
      } catch (OptimaException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.FAILED_PRECONDITION);
        look();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void manyFeedersStoreEachRecordOnceAndInOrder(long seed) {
    Random random = new Random(seed);
    List<Feeder> feeders = List.of(new Feeder(), new Feeder(), new Feeder());
    for (int i = 0; i < 300; i++) {
      switch (random.nextInt(20)) {
        case 0 -> reopen();
        case 1 -> node.node.seal(P0);
        case 2 -> node.node.truncate(P0, new Retention(null, null, 3L));
        case 3 -> node.append("publisher");
        case 4 -> feeders.get(random.nextInt(3)).look();
        default -> feeders.get(random.nextInt(3)).feed(1 + random.nextInt(4));
      }
    }
    node.node.seal(P0);
    PartitionEntry last = partitions.log(P0).getLast();
    List<String> stored = new ArrayList<>();
    parts.texts(last.manifest()).stream()
        .filter(text -> !text.equals("publisher"))
        .forEach(text -> stored.addAll(Arrays.asList(text.split(",", -1))));
    assertThat(stored)
        .as("seed %d", seed)
        .hasSizeGreaterThan(100)
        .isEqualTo(IntStream.range(0, stored.size()).mapToObj(String::valueOf).toList());
  }
}
