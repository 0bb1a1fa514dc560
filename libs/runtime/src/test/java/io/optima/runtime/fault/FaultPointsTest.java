package io.optima.runtime.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.OptimaException;
import io.optima.store.FaultPoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultPointsTest {
  private static FaultPoints points(Map<String, Integer> fail) {
    return FaultPoints.halting(new FaultProperties(Map.of(), fail, Set.of(), Map.of()).forStore());
  }

  @Test
  void nothingHappensUnlessAskedFor() {
    FaultPoints none = points(Map.of());
    assertThat(none.isActive()).isFalse();
    assertThatCode(() -> none.reach("state.before-save")).doesNotThrowAnyException();
  }

  @Test
  void aLabelFailsFromTheGivenTimeOn() {
    FaultPoints faults = points(Map.of("event.before-publish", 2));
    List<String> sent = new ArrayList<>();
    FaultyEvents events = new FaultyEvents((topic, event) -> sent.add(topic), faults);
    events.publish("first", "event");
    assertThatThrownBy(() -> events.publish("second", "event")).isInstanceOf(OptimaException.class);
    assertThatThrownBy(() -> events.publish("third", "event")).isInstanceOf(OptimaException.class);
    assertThat(sent).containsExactly("first");
  }
}
