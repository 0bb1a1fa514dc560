package io.optima.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.log.file.LocalFiles;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal with its threads on a real disk. */
final class JournalTest {
  private static final PartitionId P0 = new PartitionId(new UUID(3, 4), 0);
  private static final PartitionId P1 = new PartitionId(new UUID(3, 4), 1);
  private static final JournalSettings SETTINGS = JournalSettings.DEFAULT.withSegmentBytes(1 << 20);

  @TempDir Path folder;

  private Journal open() {
    return Journal.open(LocalFiles.open(folder), SETTINGS, null);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Batch batch) {
    return StandardCharsets.UTF_8.decode(batch.payload()).toString();
  }

  private static Acknowledgement append(Journal journal, PartitionId partition, String text) {
    return journal.append(partition, 1, 2, bytes(text), Durability.FSYNC).join();
  }

  private static void assertCode(CompletableFuture<?> answer, ErrorCode code) {
    assertThatThrownBy(() -> answer.orTimeout(20, TimeUnit.SECONDS).join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(OptimaException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void whatWasAppendedIsReadFromAnyOffsetAndAfterReopening() {
    try (Journal journal = open()) {
      assertThat(append(journal, P0, "a").firstOffset()).isZero();
      assertThat(append(journal, P1, "x").lastOffset()).isEqualTo(1);
      Acknowledgement second = append(journal, P0, "b");
      assertThat(second.firstOffset()).isEqualTo(2);
      assertThat(second.digest()).isEqualTo(BatchDigest.of(bytes("b")));
      assertThat(journal.read(P0, 0, 1 << 20))
          .extracting(JournalTest::text)
          .containsExactly("a", "b");
      assertThat(journal.read(P0, 3, 1 << 20)).extracting(JournalTest::text).containsExactly("b");
      assertThat(journal.read(P0, 4, 1 << 20)).isEmpty();
    }
    try (Journal journal = open()) {
      assertThat(journal.offsets(P0)).contains(new PartitionOffsets(1, 0, 4));
      assertThat(journal.read(P0, 0, 1)).extracting(JournalTest::text).containsExactly("a");
      assertThat(append(journal, P0, "c").firstOffset()).isEqualTo(4);
      assertThat(journal.read(P0, 0, 99))
          .extracting(JournalTest::text)
          .containsExactly("a", "b", "c");
      assertThatThrownBy(() -> journal.read(P0, 7, 99)).hasMessageContaining("beyond its end, 6");
    }
  }

  @Test
  void manyThreadsAppendWhileOthersReadTailsAndSegmentsAreReleased() throws IOException {
    int batches = 400;
    byte[] payload = new byte[20_000];
    try (Journal journal = open()) {
      List<Thread> threads = new ArrayList<>();
      List<Throwable> failures = new ArrayList<>();
      for (PartitionId partition : List.of(P0, P1)) {
        threads.add(
            thread(
                failures,
                () -> {
                  for (int i = 0; i < batches; i++) {
                    journal
                        .append(partition, 1, 1, ByteBuffer.wrap(payload), Durability.FSYNC)
                        .join();
                  }
                }));
        threads.add(thread(failures, () -> consume(journal, partition, batches)));
      }
      threads.forEach(JournalTest::join);
      assertThat(failures).isEmpty();
      assertThat(journal.offsets(P0)).contains(new PartitionOffsets(1, batches, batches));
    }
    try (LocalFiles files = LocalFiles.open(folder)) {
      assertThat(files.list())
          .as("nothing is kept of what was released but what is ready for more")
          .filteredOn(name -> name.endsWith(Segment.SUFFIX))
          .hasSizeLessThan(2);
    }
  }

  private static void consume(Journal journal, PartitionId partition, int batches) {
    for (long next = 0; next < batches; ) {
      journal.await(partition, next).join();
      for (Batch batch : journal.read(partition, next, 50_000)) {
        assertThat(batch.firstOffset()).isEqualTo(next);
        next = batch.lastOffset() + 1;
      }
      journal.release(partition, next).join();
    }
  }

  private static Thread thread(List<Throwable> failures, Runnable work) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                work.run();
              } catch (RuntimeException | Error e) {
                synchronized (failures) {
                  failures.add(e);
                }
              }
            });
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theHeadOfABatchIsReadWithItsPayloadAndNotDigested() {
    try (Journal journal = open()) {
      Acknowledgement first =
          journal.append(P0, 1, 2, bytes("head "), bytes("rest"), Durability.FSYNC, null).join();
      assertThat(first.digest()).isEqualTo(BatchDigest.of(bytes("rest")));
      append(journal, P0, "b");
      assertThat(journal.read(P0, 0, 1 << 20))
          .extracting(JournalTest::text)
          .containsExactly("head rest", "b");
    }
  }

  @Test
  void anOlderEpochIsRefusedAlsoAfterReopening() {
    try (Journal journal = open()) {
      append(journal, P0, "a");
      journal.fence(P0, 5).join();
      assertCode(journal.append(P0, 4, 1, bytes("b"), Durability.FSYNC), ErrorCode.CONFLICT);
      assertCode(journal.fence(P0, 4), ErrorCode.CONFLICT);
    }
    try (Journal journal = open()) {
      assertCode(journal.append(P0, 4, 1, bytes("b"), Durability.FSYNC), ErrorCode.CONFLICT);
      assertThat(journal.append(P0, 5, 1, bytes("c"), Durability.MEMORY).join().firstOffset())
          .isEqualTo(2);
    }
  }

  @Test
  void aPartitionThatIsTakenOverBeginsWhereTheOtherNodeEnded() {
    try (Journal journal = open()) {
      append(journal, P0, "old");
      journal.begin(P0, 7, 1000).join();
      assertThat(journal.append(P0, 7, 1, bytes("new"), Durability.FSYNC).join().firstOffset())
          .isEqualTo(1000);
      assertThatThrownBy(() -> journal.read(P0, 0, 9)).hasMessageContaining("begins at 1000");
    }
    try (Journal journal = open()) {
      assertThat(journal.read(P0, 1000, 9)).extracting(JournalTest::text).containsExactly("new");
    }
  }

  @Test
  void anInterruptedReaderDisturbsNobody() throws InterruptedException {
    try (Journal journal = open()) {
      append(journal, P0, "a");
      Thread reader =
          Thread.ofPlatform()
              .start(
                  () -> {
                    Thread.currentThread().interrupt();
                    assertThatThrownBy(() -> journal.read(P0, 0, 9))
                        .hasMessageContaining("was ended");
                  });
      reader.join();
      append(journal, P0, "b");
      assertThat(journal.read(P0, 0, 9)).extracting(JournalTest::text).containsExactly("a", "b");
    }
  }

  @Test
  void aFolderHasOneJournal() {
    try (Journal journal = open()) {
      append(journal, P0, "a");
      assertThatThrownBy(this::open).hasMessageContaining("in use by another process");
    }
  }

  @Test
  void theClosedJournalRefuses() {
    Journal journal = open();
    append(journal, P0, "a");
    CompletableFuture<Long> waiting = journal.await(P0, 2);
    journal.close();
    assertCode(waiting, ErrorCode.UNAVAILABLE);
    assertCode(journal.append(P0, 1, 1, bytes("b"), Durability.FSYNC), ErrorCode.UNAVAILABLE);
    assertCode(journal.await(P0, 2), ErrorCode.UNAVAILABLE);
  }

  @Test
  void aJournalThatCannotBeOpenedLetsItsFolderGo() throws IOException {
    try (Journal journal = open()) {
      append(journal, P0, "a");
    }
    byte[] good = Files.readAllBytes(folder.resolve(Segment.name(1)));
    Files.write(folder.resolve(Segment.name(1)), new byte[good.length]);
    assertThatThrownBy(this::open).hasMessageContaining(Segment.name(1) + " has no header");
    Files.write(folder.resolve(Segment.name(1)), good);
    try (Journal journal = open()) {
      assertThat(journal.read(P0, 0, 9)).extracting(JournalTest::text).containsExactly("a");
    }
  }
}
