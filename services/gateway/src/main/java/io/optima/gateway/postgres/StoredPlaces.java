package io.optima.gateway.postgres;

import com.google.protobuf.ByteString;
import io.optima.gateway.source.FedStream;
import io.optima.gateway.stream.PartitionNodes.Step;
import io.optima.gateway.stream.SourceAppends;
import io.optima.gateway.stream.SourceProgress;
import io.optima.gateway.stream.SourceProgress.Position;
import io.optima.v1.RecordBatch;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where the partitions of a stream are in a source, and going on from there. */
final class StoredPlaces {
  private final FedStream stream;
  private final UUID source;
  private final SourceAppends appends;
  private final SourceProgress progress;
  private final Map<Integer, @Nullable String> texts = new HashMap<>();
  private final Map<Integer, @Nullable ChangePlace> places = new HashMap<>();

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
      String text =
          appends.position(stream.caller(), stream.name(), partition, source).orElse(null);
      texts.put(partition, text);
      places.put(partition, text == null ? null : ChangePlace.parse(text));
      if (text != null) {
        progress.at(partition, new Position(text, null));
      }
    }
  }

  /** Null: nothing is stored. */
  @Nullable ChangePlace at(int partition) {
    return places.get(partition);
  }

  void append(int partition, RecordBatch batch, ChangePlace after) {
    append(partition, batch.toByteString(), batch.getRecordsCount(), after);
  }

  /**
   * Stores a serialized batch, behind which the partition is there.
   *
   * @throws io.optima.model.OptimaException as {@link SourceAppends#append}
   */
  void append(int partition, ByteString batch, int records, ChangePlace after) {
    String text = after.text();
    appends.append(
        stream.caller(),
        stream.name(),
        partition,
        batch,
        records,
        new Step(source, texts.get(partition), text));
    texts.put(partition, text);
    places.put(partition, after);
    progress.stored(records);
    progress.at(partition, new Position(text, null));
  }
}
