package io.optima.gateway.postgres;

import io.optima.gateway.source.FedStream;
import io.optima.gateway.stream.PartitionNodes.Step;
import io.optima.gateway.stream.SourceAppends;
import io.optima.gateway.stream.SourceProgress;
import io.optima.gateway.stream.SourceProgress.Position;
import io.optima.v1.RecordBatch;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where the partitions of a stream are in a source, and going on from there. */
final class StoredPlaces {
  private final FedStream stream;
  private final UUID source;
  private final SourceAppends appends;
  private final SourceProgress progress;
  private final Map<Integer, ChangePlace> places = new HashMap<>();

  /**
   * Asks all partitions.
   *
   * @throws io.optima.model.OptimaException as {@link SourceAppends#position}
   */
  StoredPlaces(
      FedStream stream,
      UUID source,
      int partitions,
      SourceAppends appends,
      SourceProgress progress) {
    this.stream = stream;
    this.source = source;
    this.appends = appends;
    this.progress = progress;
    for (int partition = 0; partition < partitions; partition++) {
      Optional<String> text = appends.position(stream.caller(), stream.name(), partition, source);
      if (text.isPresent()) {
        isAt(partition, ChangePlace.parse(text.get()));
      }
    }
  }

  private void isAt(int partition, ChangePlace place) {
    places.put(partition, place);
    progress.at(partition, new Position(place.text(), null));
  }

  /** Null: nothing is stored. */
  @Nullable ChangePlace at(int partition) {
    return places.get(partition);
  }

  /**
   * Stores a batch, behind which the partition is there.
   *
   * @throws io.optima.model.OptimaException as {@link SourceAppends#append}
   */
  void append(int partition, RecordBatch batch, ChangePlace after) {
    ChangePlace before = at(partition);
    appends.append(
        stream.caller(),
        stream.name(),
        partition,
        batch.toByteString(),
        batch.getRecordsCount(),
        new Step(source, before == null ? null : before.text(), after.text()));
    progress.stored(batch.getRecordsCount());
    isAt(partition, after);
  }
}
