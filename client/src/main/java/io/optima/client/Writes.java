package io.optima.client;

import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Messages that can wait: to a server that reads no more, but still has something to say. */
final class Writes {
  private Writes() {}

  /**
   * Writes unless that would wait: a server that has sent everything takes nothing any more, and
   * says so only behind what is still to be read.
   *
   * @return whether it was written
   */
  static <T> boolean atOnce(BlockingClientCall<T, ?> call, T message)
      throws InterruptedException, StatusException {
    try {
      return call.write(message, 1, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    }
  }
}
