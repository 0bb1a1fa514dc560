package io.optima.dataset.http;

import io.optima.model.ChunkDigest;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.LogEntry;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.SealedManifest;
import io.optima.model.stream.Stream;
import io.optima.store.Store;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What is wrong with the logs of a stream's partitions. Their actors keep no state that could be
 * built again, and what a log says cannot be had from anywhere else.
 */
final class StreamFindings {
  private final Store store;

  StreamFindings(Store store) {
    this.store = store;
  }

  /** None for a dataset that is no stream. */
  java.util.stream.Stream<String> of(LogEntry dataset) {
    Stream stream = dataset.stream();
    return stream == null
        ? java.util.stream.Stream.empty()
        : IntStream.range(0, stream.settings().partitions())
            .mapToObj(number -> new PartitionRef(dataset.dataset(), number))
            .flatMap(partition -> partition(stream, partition).stream());
  }

  private Optional<String> partition(Stream stream, PartitionRef partition) {
    try {
      return store
          .partitions()
          .head(partition)
          .flatMap(head -> entry(stream, head))
          .map(what -> "partition " + partition + ": " + what);
    } catch (OptimaException e) {
      if (e.code() != ErrorCode.CORRUPT) {
        throw e;
      }
      return Optional.of(
          "partition %s: %s; restore its bytes in the store".formatted(partition, e.text()));
    }
  }

  private Optional<String> entry(Stream stream, PartitionEntry head) {
    if (!head.stream().equals(stream.id())) {
      return Optional.of(
          "entry %d is of stream %s, not %s"
              .formatted(head.sequence(), head.stream(), stream.id()));
    }
    ChunkDigest manifest = head.manifest();
    return manifest == null || tells(store.partitions().sealed(manifest), head)
        ? Optional.empty()
        : Optional.of(
            "manifest %s does not hold the records %d to %d that entry %d tells of"
                .formatted(manifest, head.begin(), head.end() - 1, head.sequence()));
  }

  private static boolean tells(SealedManifest manifest, PartitionEntry head) {
    return manifest.stream().equals(head.stream())
        && manifest.partition() == head.partition().number()
        && manifest.begin() == head.begin()
        && manifest.end() == head.end();
  }
}
