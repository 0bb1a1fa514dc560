package io.optima.model.stream;

import io.optima.model.DatasetName;
import io.optima.model.OptimaException;

/**
 * A partition of a stream.
 *
 * @param number from 0
 */
public record PartitionRef(DatasetName stream, int number) {
  public PartitionRef {
    if (number < 0) {
      throw OptimaException.invalid("partition %d of %s: numbers begin at 0", number, stream);
    }
  }

  @Override
  public String toString() {
    return stream + "/" + number;
  }
}
