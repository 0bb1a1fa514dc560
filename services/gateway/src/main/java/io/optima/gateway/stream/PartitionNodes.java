package io.optima.gateway.stream;

import com.google.protobuf.ByteString;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.StreamSettings.Retention;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that hold partitions, wherever these are at the moment.
 *
 * <p>Errors of all methods: CONFLICT (the partition has just moved: nothing was done, and the next
 * call finds it), UNAVAILABLE (the node does not answer), NOT_FOUND (no such partition).
 */
public interface PartitionNodes {
  /** A way to append. Close it. */
  Lane lane();

  /**
   * Batches of the journal from the one on that has the offset. Close it.
   *
   * @param follow go on with what comes later
   */
  Tail tail(PartitionRef partition, long offset, boolean follow);

  Offsets offsets(PartitionRef partition);

  /** Where a source is in the partition; empty when nothing of it was stored. */
  Optional<String> position(PartitionRef partition, UUID source);

  /** Seals everything acknowledged before. */
  Offsets seal(PartitionRef partition);

  /** The same, and drops chunks from the head that are not to be kept. */
  Offsets truncate(PartitionRef partition, Retention keep);

  /** Appends to one partition are made in their order. For one thread at a time. */
  interface Lane extends AutoCloseable {
    /**
     * Sends the batch; what is waiting for its answer is kept in memory. Besides the errors of all
     * methods, the answer is RESOURCE_EXHAUSTED or FAILED_PRECONDITION when the node refused the
     * batch; after UNAVAILABLE it may be stored or not.
     */
    CompletableFuture<Appended> append(PartitionRef partition, Append batch);

    @Override
    void close();
  }

  /** Batches as they come. For one thread, which an interrupt ends. */
  interface Tail extends AutoCloseable {
    /** The next batch, as soon as there is one; empty when there will be none. */
    Optional<Stored> next();

    @Override
    void close();
  }

  /**
   * A batch to be stored.
   *
   * @param records a serialized {@code optima.v1.RecordBatch}
   * @param publisher null: the batch is another one whenever it is sent
   * @param step of the source that the records come from, whose batches have no publisher
   */
  record Append(
      ByteString records,
      int count,
      @Nullable Publisher publisher,
      Durability durability,
      @Nullable Step step) {
    /** Of a publisher. */
    public Append(
        ByteString records, int count, @Nullable Publisher publisher, Durability durability) {
      this(records, count, publisher, durability, null);
    }
  }

  /**
   * How far a batch takes the source that it comes from. It is refused with FAILED_PRECONDITION
   * unless the source is at {@code before}.
   *
   * @param before null: nothing of the source was stored before
   */
  record Step(UUID source, @Nullable String before, String after) {}

  /**
   * Whose batch it is: sent again, it is not stored again.
   *
   * @param sequence of the batch among those of its publisher in its partition, from 0 without gaps
   */
  record Publisher(UUID id, long sequence) {}

  /**
   * Where a batch is.
   *
   * @param digest SHA-256 of the batch
   * @param repeated it was stored before, there
   * @param offsets of its records, when records of others are between them; empty when none are
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Appended(
      int partition,
      long firstOffset,
      long lastOffset,
      byte[] digest,
      Durability durability,
      boolean repeated,
      List<Long> offsets) {
    public Appended {
      offsets = List.copyOf(offsets);
    }

    /** The same, of a batch that came once more. */
    public Appended again() {
      return new Appended(partition, firstOffset, lastOffset, digest, durability, true, offsets);
    }
  }

  /**
   * A batch that is stored; one without records says that there are none before its offset.
   *
   * @param records a serialized {@code optima.v1.RecordBatch}
   * @param appended timestamp of records that carry none, in microseconds since the epoch
   */
  record Stored(int partition, long firstOffset, int count, ByteString records, long appended) {
    /** Offset behind its last record. */
    public long end() {
      return firstOffset + count;
    }

    /**
     * The same without records before {@code from} and from {@code to} on.
     *
     * @throws OptimaException CORRUPT when the bytes are no batch
     */
    public Stored within(long from, long to) {
      if (from <= firstOffset && to >= end()) {
        return this;
      }
      int skipped = (int) Math.max(0, from - firstOffset);
      int kept = (int) (Math.min(to, end()) - firstOffset) - skipped;
      return new Stored(
          partition,
          firstOffset + skipped,
          kept,
          RecordBatches.part(records, skipped, kept),
          appended);
    }
  }

  /**
   * How far a partition is.
   *
   * @param begin first offset that is kept
   * @param sealed offset behind the last sealed record
   * @param end offset behind the last acknowledged record
   */
  record Offsets(long begin, long sealed, long end, long epoch) {}
}
