package io.optima.lineage;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Events that others sent, kept where datasets are kept: no log tells of them, so an index that is
 * built again takes them from here. An event is kept once, whoever sends it again, and for good.
 */
public interface Archive {
  /** Keeps the event unless there is one with the key; durable when it returns. */
  void keep(String key, Sent sent);

  /** Keys of all events. Close the stream. */
  Stream<String> keys();

  Optional<Sent> event(String key);

  /**
   * An event and who sent it.
   *
   * @param event its JSON
   */
  record Sent(String principal, String event) {}
}
