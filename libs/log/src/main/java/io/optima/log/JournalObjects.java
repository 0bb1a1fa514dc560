package io.optima.log;

import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import java.nio.ByteBuffer;

/** Where groups with {@link Durability#OBJECT} batches are kept besides this node's disk. */
public interface JournalObjects {
  /**
   * Keeps the bytes durably under the name when it returns. Called by one thread, in the order of
   * the journal; after a failure the same name comes again with the same bytes before any later
   * one.
   *
   * @param name {@code <journal UUID>/<segment, 8 hex>-<position, 8 hex>}, in the journal's order
   * @param bytes frames as in {@code docs/spec/journal.md}
   * @throws OptimaException UNAVAILABLE when they cannot be kept now
   */
  void put(String name, ByteBuffer bytes);
}
