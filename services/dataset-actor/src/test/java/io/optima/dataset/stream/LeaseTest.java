package io.optima.dataset.stream;

import static io.optima.dataset.stream.TestNode.P0;
import static io.optima.dataset.stream.TestNode.STREAM;
import static io.optima.dataset.stream.TestNode.batch;
import static io.optima.dataset.stream.TestNode.join;
import static io.optima.dataset.stream.TestNode.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.NodeRef;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionEntry.Change;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  private static final Duration LEASE = MemoryPartitions.LEASE;
  private static final UUID PRODUCER = new UUID(7, 7);

  @TempDir private Path folder;
  private final VirtualTime time = new VirtualTime();
  private final MemoryPartitions partitions = new MemoryPartitions(STREAM, time);
  private final MemoryParts parts = new MemoryParts();
  private TestNode one;

  @BeforeEach
  void open() {
    one = node("one");
  }

  @AfterEach
  void close() {
    one.close();
  }

  private TestNode node(String name) {
    return new TestNode(folder.resolve(name), partitions, parts, time);
  }

  private List<Change> changes() {
    return partitions.log(P0).stream().map(PartitionEntry::change).toList();
  }

  @Test
  void whoeverAsksFirstAcquiresForAll() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Offsets>> all =
          IntStream.range(0, 50)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> one.node.offsets(P0), threads))
              .toList();
      assertThat(all).allSatisfy(each -> assertThat(join(each).epoch()).isEqualTo(1));
    }
    assertThat(changes()).containsExactly(Change.OPENED);
  }

  @Test
  void aHolderPausedPastItsLeaseCannotAcknowledge() {
    one.append(PRODUCER, 0, "a");
    one.files.afterSync(() -> time.pass(LEASE));
    refuses(ErrorCode.UNAVAILABLE, "may be appended or not", () -> one.append(PRODUCER, 1, "late"));
    one.files.afterSync(() -> {});
    Appended again = one.append(PRODUCER, 1, "late");
    assertThat(again.repeated()).isTrue();
    assertThat(again.firstOffset()).isEqualTo(2);
    assertThat(one.texts(0)).containsExactly("a", "late");
    assertThat(one.node.offsets(P0).epoch()).isEqualTo(2);
  }

  @Test
  void aHolderPausedPastItsLeaseCannotSeal() {
    one.append("a");
    parts.beforeCommit(() -> time.pass(LEASE));
    refuses(ErrorCode.CONFLICT, "not held here any more", () -> one.node.seal(P0));
    assertThat(changes()).containsExactly(Change.OPENED);
    parts.beforeCommit(() -> {});
    assertThat(one.node.seal(P0)).isEqualTo(new Offsets(0, 2, 2, 2));
  }

  @Test
  void theCommitLogRefusesTheSealOfAnOlderEpoch() {
    one.append("a");
    NodeRef again = new NodeRef(one.node.self().journal(), UUID.randomUUID(), "127.0.0.1:2");
    parts.beforeCommit(() -> partitions.acquire(P0, again));
    refuses(ErrorCode.CONFLICT, "epoch 2 is the newest", () -> one.node.seal(P0));
    assertThat(one.node.partitions()).as("the race is lost, and with it the lease").isZero();
  }

  @Test
  void theLeaseIsCountedFromTheMomentTheCallWasSent() {
    partitions.beforeAnswer(() -> time.pass(LEASE.dividedBy(2)));
    assertThat(one.append("a").firstOffset()).isZero();
    partitions.beforeAnswer(() -> {});
    time.pass(LEASE.dividedBy(2));
    assertThat(one.node.offsets(P0).epoch()).isEqualTo(2);
  }

  @Test
  void anAnswerThatTookAsLongAsTheLeaseGivesNothing() {
    partitions.beforeAnswer(() -> time.pass(LEASE));
    refuses(ErrorCode.CONFLICT, "lease ended", () -> one.append("a"));
  }

  @Test
  void aLeaseIsRenewedEveryThird() {
    one.append("a");
    for (int second = 1; second <= 30; second++) {
      time.pass(Duration.ofSeconds(1));
      one.node.tick();
    }
    assertThat(one.append("b").firstOffset()).isEqualTo(2);
    assertThat(one.node.offsets(P0).epoch()).isEqualTo(1);
    assertThat(partitions.renewals()).isEqualTo(10);
  }

  @Test
  void withoutRenewalNothingIsAcknowledgedAfterTheLease() {
    one.append("a");
    partitions.fail(new OptimaException(ErrorCode.UNAVAILABLE, "no sidecar"));
    for (int second = 1; second < 9; second++) {
      time.pass(Duration.ofSeconds(1));
      one.node.tick();
      one.append("b");
    }
    time.pass(Duration.ofSeconds(1));
    one.node.tick();
    refuses(ErrorCode.UNAVAILABLE, "no sidecar", () -> one.append("c"));
    partitions.fail(null);
    assertThat(one.append("d").firstOffset()).isEqualTo(18);
    assertThat(one.node.offsets(P0).epoch()).isEqualTo(2);
  }

  @Test
  void aNewerEpochEndsTheOldOne() {
    one.append("a");
    NodeRef again = new NodeRef(one.node.self().journal(), UUID.randomUUID(), "127.0.0.1:2");
    partitions.acquire(P0, again);
    time.pass(LEASE.dividedBy(2));
    one.node.tick();
    assertThat(one.node.partitions()).isZero();
    assertThat(one.append("b").firstOffset()).isEqualTo(2);
    assertThat(one.node.offsets(P0).epoch()).isEqualTo(3);
  }

  @Test
  void aNewHolderWaitsUntilTheOldOneHasStopped() {
    partitions.holdersWait(LEASE.multipliedBy(3));
    long before = time.nanos();
    one.append("a");
    assertThat(time.nanos() - before).isGreaterThanOrEqualTo(LEASE.multipliedBy(3).toNanos());
    assertThat(one.node.offsets(P0).epoch()).as("the lease lives meanwhile").isEqualTo(1);
  }

  @Test
  void whatNobodyUsesIsSealedAndGivenBackForOthersToGoOn() {
    one.append(PRODUCER, 0, "a");
    time.pass(TestNode.SETTINGS.idle().dividedBy(2));
    try (TestNode two = node("two")) {
      refuses(ErrorCode.UNAVAILABLE, "journal", () -> two.append("b"));
      one.append(PRODUCER, 1, "b");
      for (int second = 0; second <= TestNode.SETTINGS.idle().toSeconds(); second++) {
        time.pass(Duration.ofSeconds(1));
        one.node.tick();
      }
      assertThat(one.node.partitions()).isZero();
      assertThat(changes()).endsWith(Change.SEALED, Change.RELEASED);
      assertThat(two.append(PRODUCER, 1, "b").repeated()).isTrue();
      assertThat(two.append(PRODUCER, 2, "c").firstOffset()).isEqualTo(4);
      refuses(ErrorCode.CONFLICT, "is held by", () -> one.append("d"));
      two.node.close(Duration.ofSeconds(20));
      assertThat(one.append(PRODUCER, 3, "d").firstOffset()).isEqualTo(6);
      assertThat(one.texts(6)).containsExactly("d");
    }
    assertThat(parts.texts(partitions.log(P0).getLast().manifest())).containsExactly("a", "b", "c");
  }

  @Test
  void aNodeThatStopsTakesNothingMore() {
    CompletableFuture<Appended> last = one.node.append(P0, batch(null, 0, "a"));
    one.node.close(Duration.ofSeconds(20));
    assertThat(join(last).firstOffset()).isZero();
    refuses(ErrorCode.UNAVAILABLE, "this node stops", () -> one.append("b"));
    assertThat(changes()).containsExactly(Change.OPENED, Change.SEALED, Change.RELEASED);
  }

  @Test
  void aNodeThatStopsInATimeWithoutItsSidecarLeavesTheTailInTheJournal() {
    one.append("a");
    partitions.fail(new OptimaException(ErrorCode.UNAVAILABLE, "no sidecar"));
    one.node.close(Duration.ofSeconds(20));
    partitions.fail(null);
    one.close();
    one = node("one");
    assertThat(one.texts(0)).containsExactly("a");
  }
}
