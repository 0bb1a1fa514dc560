package io.optima.runtime.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.OptimaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultPointsTest {
  @Test
  void nothingHappensUnlessAskedFor() {
    FaultPoints none = new FaultPoints(new FaultProperties(Map.of(), Map.of(), Set.of(), Map.of()));
    assertThat(none.isActive()).isFalse();
    assertThatCode(() -> none.reach("state.before-save")).doesNotThrowAnyException();
  }

  @Test
  void aLabelFailsFromTheGivenTimeOn() {
    FaultPoints faults =
        new FaultPoints(
            new FaultProperties(Map.of(), Map.of("event.before-publish", 2), Set.of(), Map.of()));
    List<String> sent = new ArrayList<>();
    FaultyEvents events = new FaultyEvents((topic, event) -> sent.add(topic), faults);
    events.publish("first", "event");
    assertThatThrownBy(() -> events.publish("second", "event")).isInstanceOf(OptimaException.class);
    assertThatThrownBy(() -> events.publish("third", "event")).isInstanceOf(OptimaException.class);
    assertThat(sent).containsExactly("first");
  }
}
