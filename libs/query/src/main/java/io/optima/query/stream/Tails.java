package io.optima.query.stream;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.StreamSettings;
import java.util.Iterator;
import java.util.List;

/** Records that are acknowledged but not sealed, wherever their partitions are held. */
public interface Tails {
  /** There are none but sealed records. */
  Tails NONE = (partition, from) -> new Tail.Listed(List.<TailBatch>of().iterator());

  /**
   * The acknowledged records from an offset on, up to the last one at this moment or later. Close
   * it.
   *
   * @param from where the sealed part ends, which is where a batch begins; when records from there
   *     on are not in the journal any more, because they were sealed since, what comes begins
   *     behind it or is nothing
   * @throws io.optima.model.OptimaException UNAVAILABLE when the holder cannot be asked
   */
  Tail open(PartitionRef partition, long from);

  /** Partitions that a stream has now: those of its settings, or more when its topic grew. */
  default int partitions(StreamSettings settings) {
    return settings.partitions();
  }

  /**
   * The records of a partition of a stream that is a topic, from an offset on or from the first
   * that the topic has behind it, up to the last one at this moment or later. Offsets between
   * batches may have no records. Close it.
   *
   * @param from where the sealed part ends
   * @throws OptimaException FAILED_PRECONDITION where topics cannot be reached; UNAVAILABLE
   */
  default Tail topic(StreamSettings settings, PartitionRef partition, long from) {
    throw OptimaException.of(
        ErrorCode.FAILED_PRECONDITION,
        "%s is a topic of Kafka, which only gateways read as a table: query it there",
        partition.stream());
  }

  /** Batches in their order, without gaps. */
  interface Tail extends Iterator<TailBatch>, AutoCloseable {
    @Override
    void close();

    /** Batches that are in memory. */
    record Listed(Iterator<TailBatch> batches) implements Tail {
      @Override
      public boolean hasNext() {
        return batches.hasNext();
      }

      @Override
      public TailBatch next() {
        return batches.next();
      }

      @Override
      public void close() {}
    }
  }
}
