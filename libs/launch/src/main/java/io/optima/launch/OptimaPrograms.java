package io.optima.launch;

import io.optima.launch.Layout.Service;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command lines of the JVMs. */
final class OptimaPrograms {
  /** A small idle process gives memory back. */
  private static final List<String> JVM =
      List.of("-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=30");

  private final Installation installation;
  private final LaunchSettings settings;
  private final Ports ports;
  private final Secrets secrets;

  OptimaPrograms(Installation installation, LaunchSettings settings, Ports ports, Secrets secrets) {
    this.installation = installation;
    this.settings = settings;
    this.ports = ports;
    this.secrets = secrets;
  }

  /** All four services in one JVM. */
  Program standalone(Map<String, String> environment) {
    return program("optima", List.of("-jar", installation.standaloneJar().toString()), environment);
  }

  /** One service alone. */
  Program service(Service service, Map<String, String> environment) {
    return program(
        service.text(),
        List.of("-cp", installation.standaloneJar().toString(), service.mainClass()),
        environment);
  }

  Program guest(Guest guest, Map<String, String> environment) {
    return program(guest.name(), List.of("-cp", guest.classPath(), guest.mainClass()), environment);
  }

  private Program program(String name, List<String> what, Map<String, String> environment) {
    List<String> command = new ArrayList<>();
    command.add(installation.java().toString());
    command.add("@" + installation.jvmOptions());
    command.addAll(JVM);
    if (Files.isRegularFile(installation.standaloneCache())) {
      command.add("-XX:AOTCache=" + installation.standaloneCache());
      command.add("-Xlog:aot=off,cds=off");
    }
    command.addAll(settings.jvmOptions());
    command.addAll(what);
    properties(name).forEach((key, value) -> command.add("--" + key + "=" + value));
    return new Program(
            name,
            command,
            environment,
            settings.home().folder(),
            Program.http(
                ports.chosen().getOrDefault(name + ".app", 0), "/actuator/health/readiness"))
        .withEnvironment(secrets.environment())
        .withEnvironment(secrets.serviceEnvironment());
  }

  private Map<String, String> properties(String name) {
    Map<String, String> all = new HashMap<>();
    all.put("optima.home", settings.home().folder().toString());
    all.put("server.address", "127.0.0.1");
    all.put("server.port", String.valueOf(ports.chosen().get(name + ".app")));
    all.put("spring.grpc.server.address", "127.0.0.1");
    all.put("spring.grpc.server.port", String.valueOf(ports.chosen().get(name + ".grpc")));
    Integer stream = ports.chosen().get(name + ".stream");
    if (stream != null) {
      all.put("optima.stream.port", String.valueOf(stream));
    }
    for (Service service : Service.all()) {
      all.put("optima.apps." + service.key() + ".id", app(service));
    }
    all.putAll(settings.properties());
    return all;
  }

  /** Dapr finds apps by name in the whole network, so names of services carry the home. */
  String app(Service service) {
    return settings.layout() == Layout.EMBEDDED
        ? "optima"
        : "optima-" + service.text() + "-" + secrets.home();
  }

  String app(Guest guest) {
    return guest.name() + "-" + secrets.home();
  }
}
