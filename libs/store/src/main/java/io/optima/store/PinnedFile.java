package io.optima.store;

import java.nio.file.Path;

/** A file that is not removed before {@link #close()}; only to be read. */
public interface PinnedFile extends AutoCloseable {
  Path path();

  /** Lets the file go; closing again does nothing. */
  @Override
  void close();
}
