package io.optima.log;

import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Where {@link Durability#OBJECT} batches are kept besides this node's disk: whole objects by name,
 * {@code <journal UUID>/<segment, 8 hex>-<position, 8 hex>}, whose names are in the order in which
 * their journal put them. Errors of all methods: {@link OptimaException} UNAVAILABLE.
 */
public interface JournalObjects {
  /**
   * Keeps the bytes durably, and visibly to everybody, when it returns. Called by one thread of a
   * journal; after a failure the same name comes again with the same bytes before any later one.
   *
   * @param bytes as in {@code docs/spec/journal.md}
   */
  void put(String name, ByteBuffer bytes);

  /** Names of a journal's objects in their order; all whose put returned before the call. */
  List<String> list(UUID journal);

  /** Journals that have objects. */
  Set<UUID> journals();

  /** Part of an object; short when it ends sooner; empty when there is no such object. */
  Optional<ByteBuffer> read(String name, long offset, int length);

  /** Nothing happens when there is no such object. */
  void delete(String name);
}
