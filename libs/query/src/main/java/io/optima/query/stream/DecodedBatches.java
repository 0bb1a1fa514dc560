package io.optima.query.stream;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.StreamRecord;
import java.util.Iterator;
import java.util.List;

/** Records of batches, each of which begins where the one before ended, unless there are gaps. */
final class DecodedBatches implements Iterator<List<StreamRecord>> {
  private final Iterator<TailBatch> batches;
  private final boolean gaps;
  private long first;
  private long end;

  DecodedBatches(long first, Iterator<TailBatch> batches) {
    this(first, batches, false);
  }

  /**
   * @param gaps offsets between batches may have no records
   */
  DecodedBatches(long first, Iterator<TailBatch> batches, boolean gaps) {
    this.first = first;
    this.end = first;
    this.batches = batches;
    this.gaps = gaps;
  }

  /** Offset of the first record of the batch that was taken last. */
  long first() {
    return first;
  }

  @Override
  public boolean hasNext() {
    return batches.hasNext();
  }

  @Override
  public List<StreamRecord> next() {
    TailBatch batch = batches.next();
    if (batch.firstOffset() < end || (batch.firstOffset() > end && !gaps)) {
      throw OptimaException.of(
          ErrorCode.CORRUPT,
          "a batch at offset %d follows where the one at %d should",
          batch.firstOffset(),
          end);
    }
    first = batch.firstOffset();
    end = first + batch.records();
    return RecordBatches.decode(batch);
  }
}
