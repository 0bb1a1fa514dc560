package io.optima.runtime.actor;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The state of one actor in the state store. Writes carry no version: the last one wins, and two
 * hosts may believe they own the actor for a moment, so whatever must not be overwritten is fenced
 * elsewhere.
 */
public interface ActorState {
  <T> Optional<T> load(StateKey<T> key);

  /** Durable when it returns; otherwise an exception, and the value may or may not be stored. */
  <T> void save(StateKey<T> key, T value);

  /**
   * As {@link #save}, several at once: all of them are stored or none.
   *
   * @param values each of its key's type
   */
  void saveAll(Map<StateKey<?>, ?> values);

  /** Removes all of them or none; nothing happens for one that is not there. */
  void remove(Collection<StateKey<?>> keys);
}
