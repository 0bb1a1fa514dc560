package io.optima.query.stream;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.StreamRecord;
import java.util.Iterator;
import java.util.List;

/** Records of batches, each of which has to begin where the one before ended. */
final class DecodedBatches implements Iterator<List<StreamRecord>> {
  private final Iterator<TailBatch> batches;
  private long end;

  DecodedBatches(long first, Iterator<TailBatch> batches) {
    this.end = first;
    this.batches = batches;
  }

  @Override
  public boolean hasNext() {
    return batches.hasNext();
  }

  @Override
  public List<StreamRecord> next() {
    TailBatch batch = batches.next();
    if (batch.firstOffset() != end) {
      throw OptimaException.of(
          ErrorCode.CORRUPT,
          "a batch at offset %d follows where the one at %d should",
          batch.firstOffset(),
          end);
    }
    end += batch.records();
    return RecordBatches.decode(batch);
  }
}
