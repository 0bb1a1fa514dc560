package io.optima.lineage;

import java.util.Optional;

/** What happened here, in the form in which others hear of it: OpenLineage. */
public interface EmittedEvents {
  /**
   * The event of an audit record; empty when the store has no longer what it was about, or when
   * another event tells it.
   */
  Optional<String> event(String key);
}
