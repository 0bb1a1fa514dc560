package io.optima.gateway.source;

import io.optima.gateway.stream.SourceProgress;
import io.optima.model.OptimaException;
import io.optima.model.stream.StreamSource;

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
}
