package io.optima.log;

import io.optima.model.OptimaException;
import java.util.UUID;

/**
 * One ordered lane of a stream.
 *
 * @param stream id of the stream
 * @param number of the partition in its stream, from 0
 */
public record PartitionId(UUID stream, int number) {
  public PartitionId {
    if (number < 0) {
      throw OptimaException.invalid("partition number %d of stream %s is negative", number, stream);
    }
  }

  @Override
  public String toString() {
    return stream + "/" + number;
  }
}
