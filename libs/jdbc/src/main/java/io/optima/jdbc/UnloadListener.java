package io.optima.jdbc;

/**
 * Follows rows on their way into a table. What it throws ends the unload, and nothing is written.
 */
public interface UnloadListener {
  /** One that lets everything pass. */
  UnloadListener NONE = new UnloadListener() {};

  /**
   * Called first.
   *
   * @param cancel makes the unload fail soon, also while it waits for the database; for any thread
   */
  default void started(Runnable cancel) {}

  /** So many rows are in the transaction now. */
  default void written(long rows) {}
}
