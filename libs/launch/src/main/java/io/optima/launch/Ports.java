package io.optima.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Hands out free ports of the loopback address, none twice. They lie below the range from which
 * systems take ports of outgoing connections, so that nothing takes them between choice and use.
 */
final class Ports {
  private static final int FIRST = 10_000;
  private static final int LAST = 29_999;

  private final Map<String, Integer> chosen = new LinkedHashMap<>();
  private int next = ThreadLocalRandom.current().nextInt(FIRST, LAST);

  /** {@code wanted} when it is free, otherwise another one. */
  int choose(String purpose, int wanted) {
    int port = usable(wanted) ? wanted : free();
    chosen.put(purpose, port);
    return port;
  }

  int choose(String purpose) {
    int port = free();
    chosen.put(purpose, port);
    return port;
  }

  /** A second name of a port. */
  void same(String purpose, int port) {
    chosen.put(purpose, port);
  }

  Map<String, Integer> chosen() {
    return Map.copyOf(chosen);
  }

  private int free() {
    for (int tried = FIRST; tried < LAST; tried++) {
      next = next == LAST ? FIRST : next + 1;
      if (usable(next)) {
        return next;
      }
    }
    throw new IllegalStateException("no port between " + FIRST + " and " + LAST + " is free");
  }

  private boolean usable(int port) {
    return !chosen.containsValue(port) && isFree(port);
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
