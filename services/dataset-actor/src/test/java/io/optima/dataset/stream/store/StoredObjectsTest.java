package io.optima.dataset.stream.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.log.Journal;
import io.optima.log.JournalSettings;
import io.optima.log.ObjectTails;
import io.optima.log.PartitionId;
import io.optima.log.file.LocalFiles;
import io.optima.model.stream.Durability;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journal objects in the store that has everything else. */
class StoredObjectsTest {
  private static final PartitionId PARTITION = new PartitionId(new UUID(1, 2), 3);

  @TempDir private Path folder;

  @Test
  void whatAJournalPutsIsReadByOthersCollectionSparesItAndItGoesOnceReleased() {
    try (Store store = Store.open(StoreSettings.in(folder))) {
      StoredObjects objects = new StoredObjects(store.objects());
      assertThat(objects.journals()).isEmpty();
      try (Journal journal =
          Journal.open(
              LocalFiles.open(folder.resolve("journal")),
              JournalSettings.DEFAULT.withSegmentBytes(1 << 20),
              objects)) {
        for (int i = 0; i < 3; i++) {
          ByteBuffer payload = ByteBuffer.allocate(100_000).put(0, (byte) i);
          journal.append(PARTITION, 1, 1, payload, Durability.OBJECT).join();
        }
        store.garbage().delete(Duration.ZERO);
        assertThat(objects.journals()).containsExactly(journal.id());
        List<String> names = objects.list(journal.id());
        assertThat(names).hasSize(3).isSorted();
        assertThat(new ObjectTails(objects).ends(names.getLast())).isEqualTo(Map.of(PARTITION, 3L));
        assertThat(firstBytes(objects, journal)).containsExactly(1, 2);
        assertThat(objects.read(names.getFirst(), 1 << 20, 10).orElseThrow().remaining()).isZero();

        journal.release(PARTITION, 2).join();
        journal.mirrored().join();
        assertThat(objects.list(journal.id())).containsExactly(names.getLast());
        assertThat(objects.read(names.getFirst(), 0, 10)).isEmpty();
      }
    }
  }

  private static List<Integer> firstBytes(StoredObjects objects, Journal journal) {
    List<Integer> found = new ArrayList<>();
    long end =
        new ObjectTails(objects)
            .read(
                journal.id(),
                PARTITION,
                1,
                1,
                batches -> batches.forEach(batch -> found.add((int) batch.payload().get(0))));
    assertThat(end).isEqualTo(3);
    return found;
  }
}
