package io.optima.query.publish;

import io.optima.model.OptimaException;

/** Follows a publish, called now and then on the thread that publishes. */
@FunctionalInterface
public interface PublishListener {
  PublishListener NONE = (rows, bytes) -> {};

  /**
   * What has been taken in so far. An {@link OptimaException} thrown from here ends the publish
   * with it and leaves nothing behind: that is how one is cancelled.
   *
   * @param rows 0 for text, binary and while an upload is still coming in
   * @param bytes uploaded bytes, or bytes of rows
   */
  void progress(long rows, long bytes);
}
