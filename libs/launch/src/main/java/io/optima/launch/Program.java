package io.optima.launch;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Something to start.
 *
 * @param health answers 2xx when it is ready; {@code tcp://host:port}: ready when it accepts
 * @param environment set on top of what is inherited
 */
record Program(
    String name, List<String> command, Map<String, String> environment, Path folder, URI health) {
  Program {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  Program withEnvironment(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(more);
    return new Program(name, command, all, folder, health);
  }

  /** With these {@code --key=value} arguments in place of those of the same keys. */
  Program withProperties(Map<String, String> more) {
    List<String> all = new ArrayList<>(command);
    more.forEach(
        (key, value) -> {
          all.removeIf(argument -> argument.startsWith("--" + key + "="));
          all.add("--" + key + "=" + value);
        });
    return new Program(name, all, environment, folder, health);
  }

  static URI http(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  static URI tcp(String host, int port) {
    return URI.create("tcp://" + host + ":" + port);
  }
}
