package io.optima.gateway.stream;

import io.optima.gateway.Caller;
import io.optima.gateway.stream.PartitionNodes.Appended;
import io.optima.gateway.stream.PartitionNodes.Lane;
import io.optima.gateway.stream.Publications.Batch;
import io.optima.gateway.stream.StreamAccess.Opened;
import io.optima.model.DatasetName;
import io.optima.query.protobuf.RowMessages;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One publisher's batches on their way to a stream. Whether it may publish is looked up again every
 * now and then, so that a session does not outlive the right to it. For one thread at a time.
 */
public final class PublishSession implements AutoCloseable {
  private static final long CHECK_NANOS = Duration.ofSeconds(2).toNanos();

  private final StreamAccess access;
  private final Caller caller;
  private final DatasetName name;
  private final Lane lane;
  private volatile Opened opened;
  private long checked;

  PublishSession(StreamAccess access, Caller caller, DatasetName name) {
    this.access = access;
    this.caller = caller;
    this.name = name;
    this.opened = access.writable(caller, name);
    this.lane = opened.backend().lane();
    this.checked = System.nanoTime();
  }

  /** Sends a batch; what is not answered yet is kept in memory. */
  public CompletableFuture<Appended> publish(Batch batch) {
    long now = System.nanoTime();
    if (now - checked > CHECK_NANOS) {
      opened = access.writable(caller, name);
      checked = now;
    }
    return lane.append(opened.partition(batch.partition()), Publications.append(opened, batch));
  }

  /** Of the stream, as it was when the right to publish was looked up last. For any thread. */
  public int partitions() {
    return opened.partitions();
  }

  /** What the stream's values are; null: bytes. */
  public @Nullable RowMessages rows() {
    return opened.rows();
  }

  @Override
  public void close() {
    lane.close();
  }
}
