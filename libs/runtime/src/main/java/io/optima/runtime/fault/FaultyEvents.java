package io.optima.runtime.fault;

import io.optima.runtime.event.EventPublisher;
import io.optima.store.FaultPoints;

/** Labels {@code event.before-publish} and {@code event.after-publish}. */
record FaultyEvents(EventPublisher events, FaultPoints faults) implements EventPublisher {
  @Override
  public void publish(String topic, Object event) {
    faults.reach("event.before-publish");
    events.publish(topic, event);
    faults.reach("event.after-publish");
  }
}
