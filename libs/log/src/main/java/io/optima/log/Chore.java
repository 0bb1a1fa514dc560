package io.optima.log;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Work beside the writing, at most one at a time. */
interface Chore {
  /** On any thread, while groups are written. */
  void run() throws IOException;

  /** By the core's owner, after {@link #run}. */
  void settle(@Nullable IOException failure);
}
