package io.optima.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.dataset.store.StoredPartitionLog;
import io.optima.model.ChunkDigest;
import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.NodeRef;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionEntry.Change;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.Partitions.Lease;
import io.optima.model.stream.Partitions.Seal;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnedPartitionTest {
  private static final PartitionRef PARTITION =
      new PartitionRef(DatasetName.parse("shop/clicks"), 3);
  private static final UUID STREAM = new UUID(1, 2);
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final NodeRef ONE = node(1, 1);
  private static final NodeRef ONE_AGAIN = node(1, 2);
  private static final NodeRef TWO = node(2, 3);

  @TempDir private Path folder;
  private Store store;
  private long nanos;
  private boolean hasManifest = true;
  private OwnedPartition partition;

  private static NodeRef node(long journal, long session) {
    return new NodeRef(new UUID(0, journal), new UUID(0, session), "127.0.0.1:" + journal);
  }

  @BeforeEach
  void open() {
    store = Store.open(StoreSettings.in(folder));
    partition = owner();
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Another activation of the actor. */
  private OwnedPartition owner() {
    return new OwnedPartition(
        PARTITION,
        new StoredPartitionLog(store.partitions(), PARTITION),
        digest -> hasManifest,
        LEASE,
        Clock.systemUTC(),
        () -> nanos);
  }

  private static Seal seal(Lease lease, long after, Change change, long begin, long end) {
    return new Seal(lease.entry().epoch(), after, change, digest(end), begin, end, 10 * end);
  }

  private static @Nullable ChunkDigest digest(long number) {
    return Commands.digest(number);
  }

  private static void refuses(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            OptimaException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  @Test
  void nobodyHoldsANewPartition() {
    assertThat(partition.head()).isEmpty();
    refuses(ErrorCode.CONFLICT, () -> partition.renew(0));
  }

  @Test
  void theFirstWhoAsksHoldsIt() {
    Lease lease = partition.acquire(STREAM, ONE, false);
    assertThat(lease.entry().epoch()).isEqualTo(1);
    assertThat(lease.entry().holder()).isEqualTo(ONE);
    assertThat(lease.duration()).isEqualTo(LEASE);
    refuses(ErrorCode.CONFLICT, () -> partition.acquire(STREAM, TWO, false));
    assertThat(partition.renew(1).entry()).isEqualTo(lease.entry());
  }

  @Test
  void aNodeThatStartedAgainGetsItUnderANewEpoch() {
    partition.acquire(STREAM, ONE, false);
    Lease again = partition.acquire(STREAM, ONE_AGAIN, false);
    assertThat(again.entry().epoch()).isEqualTo(2);
    refuses(ErrorCode.CONFLICT, () -> partition.renew(1));
    refuses(
        ErrorCode.CONFLICT,
        () ->
            partition.seal(
                new Seal(1, again.entry().sequence(), Change.SEALED, digest(5), 0, 5, 50)));
  }

  @Test
  void whatLiesInASilentNodesJournalIsNotGivenUp() {
    partition.acquire(STREAM, ONE, false);
    nanos += LEASE.toNanos() - 1;
    refuses(ErrorCode.CONFLICT, () -> partition.acquire(STREAM, TWO, false));
    nanos += 1;
    assertThatThrownBy(() -> partition.acquire(STREAM, TWO, false))
        .hasMessageContaining("127.0.0.1:1")
        .hasMessageContaining("start that node again");
  }

  @Test
  void aPartitionGivenBackIsFree() {
    Lease first = partition.acquire(STREAM, ONE, false);
    PartitionEntry sealed = partition.seal(seal(first, 1, Change.SEALED, 0, 7));
    PartitionEntry released = partition.release(1);
    assertThat(released.holder()).isNull();
    assertThat(partition.release(1)).isEqualTo(released);
    refuses(ErrorCode.CONFLICT, () -> partition.renew(1));
    Lease second = partition.acquire(STREAM, TWO, false);
    assertThat(second.entry().epoch()).isEqualTo(2);
    assertThat(second.entry().end()).isEqualTo(7);
    assertThat(second.entry().manifest()).isEqualTo(sealed.manifest());
  }

  @Test
  void sealsGoOnWhereTheLastOneEnded() {
    Lease lease = partition.acquire(STREAM, ONE, false);
    partition.seal(seal(lease, 1, Change.SEALED, 0, 7));
    PartitionEntry second = partition.seal(seal(lease, 2, Change.SEALED, 0, 9));
    assertThat(second.end()).isEqualTo(9);
    refuses(ErrorCode.CONFLICT, () -> partition.seal(seal(lease, 2, Change.SEALED, 0, 11)));
    refuses(ErrorCode.INVALID_ARGUMENT, () -> partition.seal(seal(lease, 3, Change.SEALED, 0, 9)));
    refuses(
        ErrorCode.INVALID_ARGUMENT, () -> partition.seal(seal(lease, 3, Change.COMPACTED, 0, 8)));
    refuses(
        ErrorCode.INVALID_ARGUMENT, () -> partition.seal(seal(lease, 3, Change.TRUNCATED, 10, 9)));
    partition.seal(seal(lease, 3, Change.COMPACTED, 0, 9));
    assertThat(partition.seal(seal(lease, 4, Change.TRUNCATED, 7, 9)).begin()).isEqualTo(7);
    refuses(
        ErrorCode.INVALID_ARGUMENT, () -> partition.seal(seal(lease, 5, Change.TRUNCATED, 6, 9)));
  }

  @Test
  void aSealWhoseAnswerWasLostIsAnsweredAgain() {
    Lease lease = partition.acquire(STREAM, ONE, false);
    Seal seal = seal(lease, 1, Change.SEALED, 0, 7);
    PartitionEntry sealed = partition.seal(seal);
    assertThat(partition.seal(seal)).isEqualTo(sealed);
    assertThat(partition.head()).contains(sealed);
  }

  @Test
  void onlyWhatIsStoredIsSealed() {
    Lease lease = partition.acquire(STREAM, ONE, false);
    hasManifest = false;
    refuses(
        ErrorCode.FAILED_PRECONDITION, () -> partition.seal(seal(lease, 1, Change.SEALED, 0, 7)));
  }

  @Test
  void twoActorsThatBothBelieveInThemselvesGiveOneEpochOnce() {
    OwnedPartition rival = owner();
    partition.acquire(STREAM, ONE, false);
    assertThat(rival.acquire(STREAM, ONE_AGAIN, false).entry().epoch()).isEqualTo(2);
    refuses(ErrorCode.CONFLICT, () -> partition.renew(1));
    assertThat(partition.acquire(STREAM, ONE, false).entry().epoch()).isEqualTo(3);
  }

  @Test
  void anActorThatJustStartedTakesNobodyForSilent() {
    partition.acquire(STREAM, ONE, false);
    nanos += 5 * LEASE.toNanos();
    OwnedPartition fresh = owner();
    refuses(ErrorCode.CONFLICT, () -> fresh.acquire(STREAM, TWO, false));
    assertThat(fresh.head().map(PartitionEntry::holder)).isEqualTo(Optional.of(ONE));
  }
}
