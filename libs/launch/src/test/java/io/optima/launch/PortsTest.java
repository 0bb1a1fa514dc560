package io.optima.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void takesAnotherPortWhenTheUsualOneIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = new Ports().choose("grpc", taken.getLocalPort());

      assertThat(port).isNotEqualTo(taken.getLocalPort());
      assertThat(Ports.isFree(port)).isTrue();
    }
  }

  @Test
  void givesNoPortTwice() {
    Ports ports = new Ports();
    Set<Integer> given = new HashSet<>();
    int first = ports.choose("first");
    given.add(first);
    given.add(ports.choose("second", first));
    for (int i = 0; i < 50; i++) {
      given.add(ports.choose("more-" + i));
    }
    assertThat(given).hasSize(52);
  }
}
