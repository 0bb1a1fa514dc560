package io.optima.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The journal with its threads on a disk and an object store that fail. */
final class FailureTest {
  private static final PartitionId PARTITION = new PartitionId(new UUID(5, 6), 0);
  private static final JournalSettings SETTINGS =
      JournalSettings.DEFAULT.withSegmentBytes(32 << 10);

  private final SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(1));

  private static CompletableFuture<Acknowledgement> append(
      Journal journal, int bytes, Durability durability) {
    return journal
        .append(PARTITION, 1, 1, ByteBuffer.allocate(bytes), durability)
        .orTimeout(20, TimeUnit.SECONDS);
  }

  private static OptimaException failure(CompletableFuture<?> answer) {
    Throwable failure = answer.handle((done, e) -> e).join();
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    assertThat(cause).isInstanceOf(OptimaException.class);
    return (OptimaException) cause;
  }

  @Test
  void aFailedSyncEndsTheJournalAndIsNotTriedAgain() {
    try (Journal journal = Journal.open(disk, SETTINGS, null)) {
      append(journal, 100, Durability.FSYNC).join();
      CompletableFuture<Long> tail = journal.await(PARTITION, 1);
      awaitFile(Segment.name(2));
      disk.failForceAfter(0);
      List<CompletableFuture<Acknowledgement>> answers =
          IntStream.range(0, 5).mapToObj(i -> append(journal, 100, Durability.FSYNC)).toList();
      for (CompletableFuture<Acknowledgement> answer : answers) {
        assertThat(failure(answer).code()).isEqualTo(ErrorCode.UNAVAILABLE);
      }
      disk.repair();
      OptimaException why = journal.fenced().orTimeout(20, TimeUnit.SECONDS).join();
      assertThat(why)
          .hasMessageContaining("simulated fenced itself")
          .hasMessageContaining("Input/output error")
          .hasMessageContaining("start this node again");
      assertThat(failure(append(journal, 1, Durability.FSYNC))).isSameAs(why);
      assertThat(failure(journal.release(PARTITION, 1))).isSameAs(why);
      assertThat(failure(tail)).isSameAs(why);
      assertThat(journal.read(PARTITION, 0, 999)).as("durable records are read").hasSize(1);
    }
  }

  @Test
  void onAFullDiskAppendsAreRefusedReadsGoOnAndAReleaseMakesRoom() {
    try (Journal journal = Journal.open(disk, SETTINGS, null)) {
      append(journal, 10_000, Durability.FSYNC).join();
      disk.fill();
      long end = 1;
      CompletableFuture<Acknowledgement> answer = append(journal, 10_000, Durability.FSYNC);
      while (answer.handle((done, e) -> e == null).join()) {
        end++;
        answer = append(journal, 10_000, Durability.FSYNC);
      }
      assertThat(failure(answer).code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED);
      assertThat(failure(answer)).hasMessageContaining("the disk is full");
      assertThat(journal.read(PARTITION, 0, 1 << 20)).hasSize((int) end);
      journal.release(PARTITION, end).join();
      Acknowledgement after = untilTaken(journal);
      assertThat(after.firstOffset()).isEqualTo(end);
      assertThatThrownBy(() -> journal.read(PARTITION, 0, 9)).hasMessageContaining("was released");
    }
  }

  @Test
  void whatFollowsARefusedBatchOfItsChainIsRefusedEvenWhenThereIsRoomAgain() {
    try (Journal journal = Journal.open(disk, SETTINGS, null)) {
      Chain chain = new Chain();
      disk.fill();
      CompletableFuture<Acknowledgement> answer = chained(journal, chain);
      long end = 0;
      while (answer.handle((done, e) -> e == null).join()) {
        end++;
        answer = chained(journal, chain);
      }
      assertThat(failure(answer)).hasMessageContaining("the disk is full");
      disk.empty();
      assertThat(untilTaken(journal).firstOffset()).isEqualTo(end);
      assertThat(failure(chained(journal, chain)))
          .hasMessageContaining("a batch before this one found no room");
      assertThat(chained(journal, new Chain()).join().firstOffset()).isEqualTo(end + 1);
    }
  }

  private static CompletableFuture<Acknowledgement> chained(Journal journal, Chain chain) {
    return journal
        .append(
            PARTITION,
            1,
            1,
            ByteBuffer.allocate(0),
            ByteBuffer.allocate(1_000),
            Durability.FSYNC,
            chain)
        .orTimeout(20, TimeUnit.SECONDS);
  }

  @Test
  void whileTheSegmentHasRoomItDoesNotMatterThatTheNextCannotBeMade() {
    try (Journal journal = Journal.open(disk, SETTINGS, null)) {
      append(journal, 100, Durability.FSYNC).join();
      awaitFile(Segment.name(2));
      disk.fill();
      int roomForBoth = 2 * (32_000 / FrameHeader.frameBytes(100));
      for (int i = 1; i < roomForBoth; i++) {
        append(journal, 100, Durability.FSYNC).join();
      }
      assertThat(disk.list()).doesNotContain(Segment.name(3));
    }
  }

  private void awaitFile(String name) {
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!disk.list().contains(name)) {
      assertThat(System.nanoTime()).as("waited for " + name).isLessThan(giveUp);
      Thread.onSpinWait();
    }
  }

  private static Acknowledgement untilTaken(Journal journal) {
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < giveUp) {
      CompletableFuture<Acknowledgement> answer = append(journal, 10_000, Durability.FSYNC);
      if (answer.handle((done, e) -> e == null).join()) {
        return answer.join();
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("appends are still refused");
  }

  @Test
  void anAppendForTheObjectStoreIsAcknowledgedOnceItIsThereAndNoneOvertakesAnother() {
    MemoryObjects objects = new MemoryObjects();
    CountDownLatch mayStore = new CountDownLatch(1);
    objects.beforePut(() -> assertThat(await(mayStore)).isTrue());
    try (Journal journal = Journal.open(disk, SETTINGS, objects)) {
      CompletableFuture<Acknowledgement> object = append(journal, 10, Durability.OBJECT);
      append(journal, 10, Durability.FSYNC).join();
      assertThat(object).as("the store has not taken it yet").isNotDone();
      assertThat(journal.offsets(PARTITION).orElseThrow().end())
          .as("what a node alone has is not to be seen")
          .isZero();
      mayStore.countDown();
      assertThat(object.join().durability()).isEqualTo(Durability.OBJECT);
      assertThat(journal.offsets(PARTITION).orElseThrow().end()).isEqualTo(2);
      objects.away(true);
      assertThat(failure(append(journal, 10, Durability.OBJECT)).code())
          .isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(failure(journal.mirrored()).code()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(journal.offsets(PARTITION).orElseThrow().end()).isEqualTo(2);
      objects.away(false);
      append(journal, 10, Durability.OBJECT).join();
      assertThat(journal.offsets(PARTITION).orElseThrow().end()).isEqualTo(4);
      List<Long> offsets = new ArrayList<>();
      new ObjectTails(objects)
          .read(
              journal.id(),
              PARTITION,
              1,
              2,
              batches -> batches.forEach(batch -> offsets.add(batch.firstOffset())));
      assertThat(offsets).containsExactly(2L, 3L);
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void moreThanMayWaitIsRefused() {
    try (Journal journal = Journal.open(disk, JournalSettings.DEFAULT, null)) {
      int bytes = 48 << 20;
      List<CompletableFuture<Acknowledgement>> answers;
      synchronized (disk) {
        answers =
            IntStream.range(0, 3).mapToObj(i -> append(journal, bytes, Durability.FSYNC)).toList();
        assertThat(failure(answers.get(2))).hasMessageContaining("wait for acknowledgements");
      }
      CompletableFuture.allOf(answers.get(0), answers.get(1)).join();
      append(journal, bytes, Durability.FSYNC).join();
    }
  }
}
