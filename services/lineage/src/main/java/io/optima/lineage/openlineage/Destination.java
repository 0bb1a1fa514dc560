package io.optima.lineage.openlineage;

import java.io.IOException;

/** Where events are sent. */
interface Destination {
  /** Under which it is remembered how far it is. */
  String name();

  /**
   * Sends one event, which it may have already.
   *
   * @throws IOException when it could not be sent and has to be sent again
   * @throws Refused when it will never be taken
   */
  void send(String event) throws IOException, InterruptedException;

  /** The destination does not want this event, and sending it again will not help. */
  final class Refused extends IOException {
    Refused(String message) {
      super(message);
    }
  }
}
