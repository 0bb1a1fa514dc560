package io.optima.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.stream.Durability;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What lies in the object store can be read without the journal that put it there. */
final class ObjectsTest {
  private static final PartitionId ONE = new PartitionId(new UUID(5, 6), 0);
  private static final PartitionId TWO = new PartitionId(new UUID(5, 6), 1);

  private final MemoryObjects objects = new MemoryObjects();
  private final Journal journal =
      Journal.open(new SimulatedDisk(new SplittableRandom(1)), JournalSettings.DEFAULT, objects);

  @AfterEach
  void close() {
    journal.close();
  }

  private CompletableFuture<Acknowledgement> append(
      PartitionId partition, long epoch, int records, String text) {
    ByteBuffer payload = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    return journal
        .append(partition, epoch, records, payload, Durability.OBJECT)
        .orTimeout(20, TimeUnit.SECONDS);
  }

  /** Offsets and texts. */
  private List<String> read(PartitionId partition, long epoch, long offset) {
    List<String> found = new ArrayList<>();
    new ObjectTails(objects)
        .read(
            journal.id(),
            partition,
            epoch,
            offset,
            batches ->
                batches.forEach(
                    batch ->
                        found.add(
                            batch.firstOffset()
                                + " "
                                + StandardCharsets.UTF_8.decode(batch.payload().duplicate()))));
    return found;
  }

  /** Holds up puts, so that what comes meanwhile shares an object. */
  private void together(Runnable appends) {
    CountDownLatch go = new CountDownLatch(1);
    objects.beforePut(
        () -> {
          try {
            assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    appends.run();
    go.countDown();
  }

  @Test
  void batchesOfManyPartitionsAreFoundByPartitionAndEpoch() {
    List<CompletableFuture<Acknowledgement>> answers = new ArrayList<>();
    together(
        () -> {
          for (int i = 0; i < 3; i++) {
            answers.add(append(ONE, 4, 2, "one-" + i));
            answers.add(append(TWO, 7, 1, "two-" + i));
          }
        });
    answers.forEach(CompletableFuture::join);
    append(ONE, 5, 1, "later").join();
    assertThat(read(ONE, 4, 0)).containsExactly("0 one-0", "2 one-1", "4 one-2");
    assertThat(read(ONE, 4, 2)).containsExactly("2 one-1", "4 one-2");
    assertThat(read(ONE, 5, 6)).containsExactly("6 later");
    assertThat(read(TWO, 7, 1)).containsExactly("1 two-1", "2 two-2");
    assertThat(read(TWO, 4, 0)).isEmpty();
  }

  @Test
  void anObjectGoesWhenAllItsRecordsAreReleased() {
    List<CompletableFuture<Acknowledgement>> answers = new ArrayList<>();
    append(TWO, 1, 1, "first").join();
    together(
        () -> {
          answers.add(append(ONE, 1, 1, "a"));
          answers.add(append(TWO, 1, 1, "b"));
        });
    answers.forEach(CompletableFuture::join);
    journal.release(ONE, 1).join();
    journal.mirrored().join();
    assertThat(read(TWO, 1, 0)).containsExactly("0 first", "1 b");
    journal.release(TWO, 1).join();
    journal.mirrored().join();
    assertThat(read(TWO, 1, 1)).containsExactly("1 b");
    journal.release(TWO, 2).join();
    journal.mirrored().join();
    assertThat(objects.names()).isEmpty();
  }

  @Test
  void aCheckpointKnowsOfBatchesThatTheObjectStoreHasNotTaken() {
    SimulatedDisk disk = new SimulatedDisk(new SplittableRandom(2));
    objects.away(true);
    for (long end = 1; end <= 3; end++) {
      try (Journal each = Journal.open(disk, JournalSettings.DEFAULT, objects)) {
        ByteBuffer payload = ByteBuffer.allocate(10);
        assertThat(each.append(ONE, 1, 1, payload, Durability.OBJECT))
            .failsWithin(Duration.ofSeconds(20));
      }
      disk.powerCut();
    }
    try (Journal last = Journal.open(disk, JournalSettings.DEFAULT, objects)) {
      assertThat(last.offsets(ONE).orElseThrow().end()).isEqualTo(3);
    }
  }

  @Test
  void whatIsDamagedOrMissingIsNotPassedOver() {
    append(ONE, 1, 1, "a").join();
    append(ONE, 1, 1, "b").join();
    append(ONE, 1, 1, "c").join();
    List<String> names = objects.names();
    int payload = ObjectFormat.HEAD_BYTES + ObjectFormat.ENTRY_BYTES;
    for (int at : new int[] {0, 9, 14, 20, payload}) {
      objects.change(names.get(1), at);
      assertThatThrownBy(() -> read(ONE, 1, 0))
          .as("byte " + at)
          .hasMessageContaining("journal object " + names.get(1) + " was damaged");
      objects.change(names.get(1), at);
    }
    objects.delete(names.get(1));
    assertThatThrownBy(() -> read(ONE, 1, 0)).hasMessageContaining("1 to 1 are in none");
    assertThat(read(ONE, 1, 2)).containsExactly("2 c");
  }
}
