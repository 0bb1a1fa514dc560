package io.optima.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The command lines of Dapr's control plane and sidecars: everything on loopback, no port usual.
 */
final class DaprPrograms {
  private static final String LOOPBACK = "127.0.0.1";

  private final Installation installation;
  private final Home home;
  private final Ports ports;
  private final Secrets secrets;

  DaprPrograms(Installation installation, Home home, Ports ports, Secrets secrets) {
    this.installation = installation;
    this.home = home;
    this.ports = ports;
    this.secrets = secrets;
  }

  /** Says which process hosts which actor. */
  Program placement() {
    int port = ports.choose("placement");
    int raft = ports.choose("placement.raft");
    int health = ports.choose("placement.health");
    return new Program(
        "placement",
        List.of(
            installation.placement().toString(),
            "--listen-address=" + LOOPBACK,
            "--port=" + port,
            "--id=dapr-placement-0",
            "--initial-cluster=dapr-placement-0=" + LOOPBACK + ":" + raft,
            "--healthz-listen-address=" + LOOPBACK,
            "--healthz-port=" + health,
            "--enable-metrics=false"),
        Map.of(),
        home.state(),
        Program.http(health, "/healthz"));
  }

  /** Keeps reminders, in an etcd of its own. */
  Program scheduler() {
    int port = ports.choose("scheduler");
    int health = ports.choose("scheduler.health");
    int client = ports.choose("scheduler.etcd");
    int peer = ports.choose("scheduler.peer");
    return new Program(
        "scheduler",
        List.of(
            installation.scheduler().toString(),
            "--listen-address=" + LOOPBACK,
            "--port=" + port,
            "--id=dapr-scheduler-server-0",
            "--override-broadcast-host-port=" + LOOPBACK + ":" + port,
            "--etcd-data-dir=" + home.scheduler(),
            "--etcd-client-listen-address=" + LOOPBACK,
            "--etcd-client-port=" + client,
            "--etcd-initial-cluster=dapr-scheduler-server-0=http://" + LOOPBACK + ":" + peer,
            "--healthz-listen-address=" + LOOPBACK,
            "--healthz-port=" + health,
            "--enable-metrics=false"),
        Map.of(),
        home.state(),
        Program.http(health, "/healthz"));
  }

  /** The sidecar of the service {@code name}, which serves HTTP on the port of that name. */
  Program sidecar(String name, String app, Path components, Map<String, String> environment) {
    String sidecar = name + ".daprd";
    int http = ports.choose(sidecar + ".http");
    int grpc = ports.choose(sidecar + ".grpc");
    int internal = ports.choose(sidecar + ".internal");
    List<String> command = new ArrayList<>();
    command.add(installation.daprd().toString());
    command.add("--app-id=" + app);
    command.add("--app-port=" + ports.chosen().get(name + ".app"));
    command.add("--app-protocol=http");
    command.add("--app-channel-address=" + LOOPBACK);
    command.add("--dapr-listen-addresses=" + LOOPBACK);
    command.add("--dapr-http-port=" + http);
    command.add("--dapr-grpc-port=" + grpc);
    command.add("--dapr-internal-grpc-listen-address=" + LOOPBACK);
    command.add("--dapr-internal-grpc-port=" + internal);
    command.add("--placement-host-address=" + LOOPBACK + ":" + ports.chosen().get("placement"));
    command.add("--scheduler-host-address=" + LOOPBACK + ":" + ports.chosen().get("scheduler"));
    command.add("--resources-path=" + components);
    command.add("--config=" + home.sidecarConfiguration());
    command.add("--max-body-size=16Mi");
    command.add("--dapr-graceful-shutdown-seconds=1");
    command.add("--enable-metrics=false");
    return new Program(
            sidecar,
            command,
            Map.of("DAPR_HOST_IP", LOOPBACK),
            home.state(),
            Program.http(http, "/v1.0/healthz"))
        .withEnvironment(secrets.environment())
        .withEnvironment(environment);
  }

  /** Of components/local. One file belongs to one sidecar. */
  static Map<String, String> state(String name) {
    // a relative path, so that no folder's name can spoil the URL
    return Map.of("OPTIMA_STATE_CONNECTION", "file:" + name + ".db?_txlock=immediate");
  }

  /** What a service needs to find its sidecar. */
  Map<String, String> environmentOf(String name) {
    return Map.of(
        "DAPR_HTTP_PORT", String.valueOf(ports.chosen().get(name + ".daprd.http")),
        "DAPR_GRPC_PORT", String.valueOf(ports.chosen().get(name + ".daprd.grpc")));
  }

  /**
   * Writes the sidecars' configuration: spans go where those of the services go. OTLP's address the
   * sidecars read from the environment, Zipkin's they do not.
   */
  void configure(@Nullable String zipkin) {
    try {
      String common = Files.readString(installation.sidecarConfiguration());
      String tracing = "  tracing:\n";
      Files.writeString(
          home.sidecarConfiguration(),
          zipkin == null
              ? common
              : common.replace(
                  tracing, tracing + "    zipkin:\n      endpointAddress: \"" + zipkin + "\"\n"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + home.sidecarConfiguration(), e);
    }
  }
}
