package io.optima.dataset.stream;

import io.optima.log.JournalObjects;
import io.optima.log.ObjectTails;
import io.optima.log.PartitionId;
import io.optima.model.DatasetName;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.Partitions;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes journal objects all of whose records are sealed: a node does that with its own as it
 * seals, but one that was started again has forgotten which they were, and one that is gone does
 * nothing. Objects with records of a stream that was dropped stay: it may come back.
 */
final class SpentObjects {
  private static final Logger log = LoggerFactory.getLogger(SpentObjects.class);

  private final JournalObjects objects;
  private final ObjectTails tails;
  private final Partitions partitions;
  private final StreamCatalog streams;

  SpentObjects(
      JournalObjects objects, ObjectTails tails, Partitions partitions, StreamCatalog streams) {
    this.objects = objects;
    this.tails = tails;
    this.partitions = partitions;
    this.streams = streams;
  }

  void delete() {
    Map<UUID, DatasetName> names = streams.names();
    Map<PartitionId, Long> sealedEnds = new HashMap<>();
    int deleted = 0;
    for (UUID journal : objects.journals()) {
      for (String name : objects.list(journal)) {
        boolean spent =
            tails.ends(name).entrySet().stream()
                .allMatch(
                    last ->
                        sealedEnds.computeIfAbsent(last.getKey(), id -> sealedEnd(id, names))
                            >= last.getValue());
        if (spent) {
          objects.delete(name);
          deleted++;
        }
      }
    }
    if (deleted > 0) {
      log.info("{} journal objects were deleted: all their records are sealed", deleted);
    }
  }

  private long sealedEnd(PartitionId id, Map<UUID, DatasetName> names) {
    DatasetName name = names.get(id.stream());
    return name == null
        ? -1
        : partitions.head(new PartitionRef(name, id.number())).map(PartitionEntry::end).orElse(0L);
  }
}
