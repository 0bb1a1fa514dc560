package io.optima.runtime.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.OptimaException;
import io.optima.runtime.actor.ActorState;
import io.optima.runtime.actor.StateKey;
import io.optima.store.FaultPoints;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultyActorStateTest {
  private static final StateKey<String> ONE = new StateKey<>("one", String.class);
  private static final StateKey<String> TWO = new StateKey<>("two", String.class);

  private final Map<StateKey<?>, Object> saved = new HashMap<>();

  private ActorState failing(String label, int time) {
    FaultProperties faults = new FaultProperties(Map.of(), Map.of(label, time), Set.of(), Map.of());
    return new FaultyActorState(new Memory(), FaultPoints.halting(faults.forStore()));
  }

  @Test
  void savingSeveralReachesEachLabelOnce() {
    ActorState state = failing("state.after-save", 2);
    state.saveAll(Map.of(ONE, "1", TWO, "1"));
    assertThatThrownBy(() -> state.saveAll(Map.of(ONE, "2", TWO, "2")))
        .isInstanceOf(OptimaException.class);
    assertThat(saved).isEqualTo(Map.of(ONE, "2", TWO, "2"));
  }

  @Test
  void beforeItNoneIsSaved() {
    ActorState state = failing("state.before-save", 1);
    assertThatThrownBy(() -> state.saveAll(Map.of(ONE, "1", TWO, "1")))
        .isInstanceOf(OptimaException.class);
    assertThat(saved).isEmpty();
  }

  /** State that is gone with the test. */
  private final class Memory implements ActorState {
    @Override
    public <T> Optional<T> load(StateKey<T> key) {
      return Optional.ofNullable(saved.get(key)).map(key.type()::cast);
    }

    @Override
    public <T> void save(StateKey<T> key, T value) {
      saved.put(key, value);
    }

    @Override
    public void saveAll(Map<StateKey<?>, ?> values) {
      saved.putAll(values);
    }

    @Override
    public void remove(Collection<StateKey<?>> keys) {
      saved.keySet().removeAll(keys);
    }
  }
}
