package io.optima.runtime.event;

/**
 * Tells whoever listens. Never waits and never fails: an event that cannot be sent is counted and
 * dropped, since every listener can read the truth elsewhere.
 */
public interface EventPublisher {
  /**
   * Takes the event for sending soon.
   *
   * @param event written as JSON
   */
  void publish(String topic, Object event);
}
