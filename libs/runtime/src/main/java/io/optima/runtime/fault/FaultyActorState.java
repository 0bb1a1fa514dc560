package io.optima.runtime.fault;

import io.optima.runtime.actor.ActorState;
import io.optima.runtime.actor.StateKey;
import io.optima.store.FaultPoints;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Labels {@code state.before-save} and {@code state.after-save}. */
record FaultyActorState(ActorState state, FaultPoints faults) implements ActorState {
  @Override
  public <T> Optional<T> load(StateKey<T> key) {
    return state.load(key);
  }

  @Override
  public <T> void save(StateKey<T> key, T value) {
    faults.reach("state.before-save");
    state.save(key, value);
    faults.reach("state.after-save");
  }

  @Override
  public void saveAll(Map<StateKey<?>, ?> values) {
    faults.reach("state.before-save");
    state.saveAll(values);
    faults.reach("state.after-save");
  }

  @Override
  public void remove(Collection<StateKey<?>> keys) {
    faults.reach("state.before-save");
    state.remove(keys);
    faults.reach("state.after-save");
  }
}
