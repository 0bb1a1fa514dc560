package io.optima.gateway.stream;

import com.google.protobuf.ByteString;
import io.optima.gateway.Caller;
import io.optima.gateway.stream.PartitionNodes.Append;
import io.optima.gateway.stream.PartitionNodes.Lane;
import io.optima.gateway.stream.PartitionNodes.Step;
import io.optima.gateway.stream.StreamAccess.Opened;
import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import io.optima.model.stream.PartitionRef;
import io.optima.query.protobuf.RowMessages;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Taking records in from sources that have an order. A batch and the position behind it are stored
 * together, and only if the source is where its feeder believes: any number of feeders store each
 * record once and in order.
 */
public final class SourceAppends {
  private final StreamAccess access;
  private final PartitionNodes nodes;

  public SourceAppends(StreamAccess access, PartitionNodes nodes) {
    this.access = access;
    this.nodes = nodes;
  }

  /**
   * What the values of a stream are; null: bytes.
   *
   * @throws OptimaException NOT_FOUND, PERMISSION_DENIED when it may not be fed
   */
  public @Nullable RowMessages rows(Caller caller, DatasetName stream) {
    return access.writable(caller, stream).rows();
  }

  /**
   * Where a source is in a partition; empty when nothing of it was stored.
   *
   * @throws OptimaException UNAVAILABLE; NOT_FOUND, PERMISSION_DENIED when it may not be fed
   */
  public Optional<String> position(Caller caller, DatasetName stream, int partition, UUID source) {
    PartitionRef ref = access.writable(caller, stream).partition(partition);
    return PartitionReader.patiently(() -> nodes.position(ref, source));
  }

  /**
   * Stores a batch and the position behind it, on a disk at least.
   *
   * @param records a serialized {@code optima.v1.RecordBatch}
   * @throws OptimaException FAILED_PRECONDITION when the source is elsewhere: ask where;
   *     INVALID_ARGUMENT when the stream cannot take the records; UNAVAILABLE when they may have
   *     been stored or not
   */
  public void append(
      Caller caller, DatasetName stream, int partition, ByteString records, int count, Step step) {
    Opened opened = access.writable(caller, stream);
    PartitionRef ref = opened.partition(partition);
    if (records.size() > Publications.LARGEST_BATCH_BYTES) {
      throw OptimaException.invalid(
          "a record of %d bytes is too large: a record has at most %d bytes",
          records.size(), Publications.LARGEST_BATCH_BYTES);
    }
    RecordBatches.check(records, count, opened.rows());
    Durability least = opened.stream().settings().durability();
    Append append =
        new Append(
            records, count, null, least == Durability.MEMORY ? Durability.FSYNC : least, step);
    Pauses pauses = Publications.pauses();
    while (!isStored(ref, append)) {
      if (!pauses.next()) {
        throw OptimaException.of(
            ErrorCode.UNAVAILABLE, "no node takes records for %s: see that one runs", ref);
      }
    }
  }

  /** False when it was not stored and may be tried again. */
  private boolean isStored(PartitionRef partition, Append append) {
    try (Lane lane = nodes.lane()) {
      var _ = Publications.answer(lane.append(partition, append));
      return true;
    } catch (OptimaException e) {
      if (isPassing(e)) {
        return false;
      }
      throw e;
    }
  }

  /** It moved; or it waits to be sealed, which takes as long as it takes. */
  private static boolean isPassing(OptimaException error) {
    return error.code() == ErrorCode.CONFLICT || error.code() == ErrorCode.RESOURCE_EXHAUSTED;
  }
}
