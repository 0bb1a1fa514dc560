package io.optima.runtime.event;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.List;

/** Events of one topic that travel together: the data of one CloudEvent. */
record Message(List<Event> events) {
  Message {
    events = List.copyOf(events);
  }

  /**
   * One of them.
   *
   * @param traceparent of what it tells of; empty: unknown
   * @param body its JSON
   */
  record Event(String traceparent, @JsonRawValue String body) {}
}
