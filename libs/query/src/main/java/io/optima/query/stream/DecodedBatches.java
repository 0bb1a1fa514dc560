package io.optima.query.stream;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.util.Iterator;

/** Records of batches, each of which begins where the one before ended, unless there are gaps. */
final class DecodedBatches implements Iterator<RecordGroup> {
  private final Iterator<TailBatch> batches;
  private final boolean gaps;
  private long end;

  DecodedBatches(long first, Iterator<TailBatch> batches) {
    this(first, batches, false);
  }

  /**
   * @param gaps offsets between batches may have no records
   */
  DecodedBatches(long first, Iterator<TailBatch> batches, boolean gaps) {
    this.end = first;
    this.batches = batches;
    this.gaps = gaps;
  }

  @Override
  public boolean hasNext() {
    return batches.hasNext();
  }

  @Override
  public RecordGroup next() {
    TailBatch batch = batches.next();
    if (batch.firstOffset() < end || (batch.firstOffset() > end && !gaps)) {
      throw OptimaException.of(
          ErrorCode.CORRUPT,
          "a batch at offset %d follows where the one at %d should",
          batch.firstOffset(),
          end);
    }
    end = batch.firstOffset() + batch.records();
    return new RecordGroup(batch.firstOffset(), RecordBatches.decode(batch));
  }
}
