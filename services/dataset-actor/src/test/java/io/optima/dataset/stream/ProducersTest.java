package io.optima.dataset.stream;

import static io.optima.dataset.stream.TestNode.P0;
import static io.optima.dataset.stream.TestNode.STREAM;
import static io.optima.dataset.stream.TestNode.batch;
import static io.optima.dataset.stream.TestNode.join;
import static io.optima.dataset.stream.TestNode.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.optima.log.BatchDigest;
import io.optima.log.Chain;
import io.optima.log.PartitionId;
import io.optima.model.ErrorCode;
import io.optima.model.stream.Durability;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A batch that is sent again is not stored again. */
class ProducersTest extends OneNodeTest {
  private static final UUID ONE = new UUID(7, 7);
  private static final UUID TWO = new UUID(8, 8);

  @Test
  void aRepeatedBatchIsAnsweredWithItsFirstPlace() {
    Appended first = node.append(ONE, 0, "a");
    node.append(TWO, 0, "b");
    node.append(ONE, 1, "c");
    Appended again = node.append(ONE, 0, "a");
    assertThat(again).isEqualTo(first.again());
    assertThat(again.digest()).isEqualTo(BatchDigest.of(TestNode.bytes("a")));
    assertThat(node.texts(0)).containsExactly("a", "b", "c");
  }

  /** The journal has it, and the one who appended it has not been told when the seal begins. */
  @Test
  void aBatchThatIsSealedBeforeItIsAnsweredIsKnownAgain() {
    node.append(ONE, 0, "a");
    long epoch = node.node.offsets(P0).epoch();
    NewBatch unanswered = batch(ONE, 1, "b");
    join(
        node.journal.append(
            new PartitionId(STREAM, 0),
            epoch,
            unanswered.records(),
            StoredBatch.head(unanswered, 0),
            unanswered.payload(),
            Durability.FSYNC,
            null));
    assertThat(node.node.seal(P0).sealed()).isEqualTo(4);
    reopen();
    assertThat(node.append(ONE, 1, "b").repeated()).isTrue();
    assertThat(node.append(ONE, 2, "c").firstOffset()).isEqualTo(4);
  }

  @Test
  void aRepetitionOfABatchOnItsWayWaitsForItsAnswer() throws InterruptedException {
    node.append(ONE, 0, "a");
    CountDownLatch synced = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    node.files.afterSync(
        () -> {
          synced.countDown();
          await(mayGoOn);
        });
    CompletableFuture<Appended> first = node.node.append(P0, batch(ONE, 1, "b"));
    synced.await();
    CompletableFuture<Appended> again = node.node.append(P0, batch(ONE, 1, "b"));
    assertThat(again).isNotDone();
    mayGoOn.countDown();
    assertThat(join(again)).isEqualTo(join(first).again());
    assertThat(node.texts(0)).containsExactly("a", "b");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aGapIsRefused() {
    refuses(ErrorCode.FAILED_PRECONDITION, "its next batch is 0", () -> node.append(ONE, 1, "b"));
    node.append(ONE, 0, "a");
    refuses(ErrorCode.FAILED_PRECONDITION, "before 1", () -> node.append(ONE, 2, "c"));
    assertThat(node.append(ONE, 1, "b").repeated()).isFalse();
  }

  @Test
  void anotherBatchUnderAnOldNumberIsRefused() {
    node.append(ONE, 0, "a");
    NewBatch other = new NewBatch(ONE, 0, 3, TestNode.bytes("abc"), null);
    refuses(ErrorCode.INVALID_ARGUMENT, "had 2 records", () -> join(node.node.append(P0, other)));
  }

  @Test
  void aRestartForgetsNoProducerOfTheTail() {
    node.append(ONE, 0, "a");
    node.append(ONE, 1, "b");
    reopen();
    assertThat(node.append(ONE, 1, "b").firstOffset()).isEqualTo(2);
    assertThat(node.append(ONE, 0, "a").repeated()).isTrue();
    assertThat(node.append(ONE, 2, "c").repeated()).isFalse();
    assertThat(node.texts(0)).containsExactly("a", "b", "c");
  }

  @Test
  void aRestartForgetsNoProducerOfTheSealedPart() {
    node.append(ONE, 0, "a");
    node.node.seal(P0);
    node.append(TWO, 0, "b");
    node.node.seal(P0);
    reopen();
    assertThat(node.append(ONE, 0, "a").firstOffset()).isZero();
    assertThat(node.append(TWO, 0, "b").firstOffset()).isEqualTo(2);
    assertThat(node.append(ONE, 1, "c").firstOffset()).isEqualTo(4);
  }

  @Test
  void aRefusedBatchComesAgainWhenThoseBehindItWereRefusedToo() {
    Producers producers = new Producers();
    producers.stored(ONE, 0, 0, 1);
    Chain chain = producers.pending(ONE, 1, 1, new CompletableFuture<>());
    assertThat(producers.pending(ONE, 2, 1, new CompletableFuture<>())).isSameAs(chain);
    producers.refused(ONE, 1);
    refuses(ErrorCode.RESOURCE_EXHAUSTED, "a little later", () -> producers.find(ONE, 1));
    assertThat(producers.find(ONE, 2)).isNotNull();
    assertThat(producers.pending(ONE, 3, 1, new CompletableFuture<>())).isSameAs(chain);
    producers.refused(ONE, 2);
    producers.refused(ONE, 3);
    assertThat(producers.find(ONE, 1)).isNull();
    assertThat(producers.pending(ONE, 1, 1, new CompletableFuture<>())).isNotSameAs(chain);
  }

  @Test
  void whatCameLongAgoIsRefusedNotStoredAgain() {
    Producers producers = new Producers();
    for (int sequence = 0; sequence <= Producers.WINDOW; sequence++) {
      producers.stored(ONE, sequence, sequence, 1);
    }
    refuses(ErrorCode.FAILED_PRECONDITION, "forgotten", () -> producers.find(ONE, 0));
    assertThat(producers.find(ONE, 1)).isNotNull();
  }

  @Test
  void thoseSilentForLongestAreForgotten() {
    Producers producers = new Producers(3);
    for (int number = 0; number < 3; number++) {
      producers.stored(new UUID(0, number), 0, number, 1);
    }
    assertThat(producers.find(new UUID(0, 0), 0)).isNotNull();
    producers.stored(new UUID(0, 3), 0, 4, 1);
    assertThat(producers.find(new UUID(0, 1), 0)).isNull();
    assertThat(producers.sealedBefore(4, Instant.EPOCH))
        .extracting(state -> state.producer().getLeastSignificantBits())
        .containsExactlyInAnyOrder(2L, 0L);
  }

  @Test
  void eventsDisplaceNoPublisher() {
    Producers producers = new Producers(3);
    producers.stored(ONE, 0, 0, 1);
    producers.stored(ONE, 1, 1, 1);
    for (int event = 0; event < 50; event++) {
      producers.stored(new UUID(1, event), 0, 2 + event, 1);
    }
    Producers next = new Producers(3);
    next.recall(producers.sealedBefore(100, Instant.EPOCH));
    for (Producers each : List.of(producers, next)) {
      assertThat(each.find(ONE, 1)).isNotNull();
      assertThat(each.find(ONE, 2)).isNull();
      assertThat(each.find(new UUID(1, 49), 0)).isNotNull();
      assertThat(each.find(new UUID(1, 0), 0)).as("forgotten").isNull();
    }
  }
}
