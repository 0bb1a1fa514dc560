package io.optima.gateway.source;

import io.optima.gateway.stream.SourceProgress;
import io.optima.model.DatasetName;
import io.optima.model.OptimaException;
import io.optima.model.stream.StreamSource;
import org.jspecify.annotations.Nullable;

/**
 * One kind of source. Any number of processes may feed one stream from one source at a time: what
 * is stored, and in which order, must not depend on there being one only.
 */
public interface Feed {
  boolean takes(StreamSource source);

  /**
   * Feeds the stream until this thread is interrupted, and tells as soon as the source answers.
   *
   * @throws OptimaException why it cannot go on; it is called again later
   */
  void run(FedStream stream, SourceProgress progress) throws InterruptedException;

  /**
   * Leaves nothing behind with sources of this kind that the stream does not have any more.
   *
   * @param now what it is fed from; null for nothing
   * @throws OptimaException why that did not work; it may be called again later
   */
  default void settle(DatasetName stream, @Nullable StreamSource now) {}
}
