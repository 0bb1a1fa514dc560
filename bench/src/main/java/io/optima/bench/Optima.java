package io.optima.bench;

import io.dapr.actors.client.ActorClient;
import io.dapr.config.Properties;
import io.optima.client.OptimaClient;
import io.optima.launch.Guest;
import io.optima.launch.LaunchSettings;
import io.optima.launch.Launcher;
import io.optima.launch.RunningOptima;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Version;
import io.optima.runtime.actor.Actors;
import io.optima.runtime.call.RetryPolicy;
import io.optima.runtime.telemetry.Traces;
import io.optima.store.Store;
import io.optima.store.StoreSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A running Optima as the workloads see it: from outside, and for what it keeps on disk. */
final class Optima implements AutoCloseable {
  private final RunningOptima running;
  private final OptimaClient client;
  private final Store store;
  private final Deque<AutoCloseable> others = new ArrayDeque<>();

  private Optima(RunningOptima running) {
    this.running = running;
    this.client = connect();
    this.store = Store.open(StoreSettings.in(running.home().folder()));
  }

  static Optima start(Launcher launcher, LaunchSettings settings, List<Guest> guests) {
    return new Optima(launcher.start(settings, guests));
  }

  String address() {
    return "127.0.0.1:" + running.grpcPort();
  }

  String token() {
    return running.token();
  }

  OptimaClient client() {
    return client;
  }

  /** A connection of its own; the caller closes it. */
  OptimaClient connect() {
    return OptimaClient.connect(address(), token());
  }

  /** Calls actors by the sidecar of that program, as the program itself does. */
  Actors actors(String program) {
    Map<String, String> environment = running.environment(program);
    String port = Objects.requireNonNull(environment.get("DAPR_GRPC_PORT"));
    String token = Objects.requireNonNull(environment.get("DAPR_API_TOKEN"));
    ActorClient calls =
        new ActorClient(
            new Properties(Map.of(Properties.GRPC_PORT.getName(), port, "dapr.api.token", token)));
    others.push(calls);
    Duration pause = Duration.ofMillis(50);
    return new Actors(calls, new RetryPolicy(pause, pause, Duration.ofSeconds(20)), Traces.none());
  }

  Version version(DatasetRef reference) {
    return store
        .datasets()
        .version(reference)
        .orElseThrow(() -> OptimaException.notFound("%s is not there", reference));
  }

  Manifest manifest(Version version) {
    return store.manifests().read(version.manifest());
  }

  Store store() {
    return store;
  }

  @Override
  public void close() throws Exception {
    while (!others.isEmpty()) {
      others.pop().close();
    }
    client.close();
    store.close();
    running.close();
  }
}
