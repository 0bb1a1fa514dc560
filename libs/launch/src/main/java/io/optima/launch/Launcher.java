package io.optima.launch;

import io.optima.launch.Layout.Service;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts and stops a whole Optima on this machine: control plane, sidecars and services. The one
 * way in which anything starts it: the {@code optima} command, system tests and benchmarks.
 */
public final class Launcher {
  private final Installation installation;
  private final Consumer<String> progress;

  public Launcher() {
    this(Installation.find(), step -> {});
  }

  /** The consumer is told each step in a few words. */
  public Launcher(Installation installation, Consumer<String> progress) {
    this.installation = installation;
    this.progress = progress;
  }

  /**
   * Starts everything and waits until it is ready. What an earlier crash left running in the same
   * home is ended first.
   *
   * @throws OptimaException ALREADY_EXISTS when an Optima runs in the home; UNAVAILABLE when a part
   *     does not come up, after all others were ended
   */
  public RunningOptima start(LaunchSettings settings) {
    return start(settings, List.of());
  }

  /** The same with guests beside it. */
  public RunningOptima start(LaunchSettings settings, List<Guest> guests) {
    Home home = settings.home();
    home.create();
    try (FileChannel lock = lock(home);
        FileLock held = lock.lock()) {
      refuseSecond(home);
      clean(home);
      RunningOptima optima = new RunningOptima(settings, new Tokens(home).administrator());
      try {
        startAll(settings, guests, optima);
      } catch (RuntimeException e) {
        optima.close();
        throw e;
      }
      if (settings.stayBehind()) {
        optima.leave();
      }
      return optima;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lock " + home.lock(), e);
    }
  }

  /**
   * Ends whatever runs in {@code home}.
   *
   * @return how many processes were ended
   */
  public static int stop(Home home) {
    Optional<RunRecord> record = RunRecord.read(home);
    int stopped = record.map(found -> Shutdown.stop(found.processes())).orElse(0);
    RunRecord.delete(home);
    return stopped;
  }

  private void startAll(LaunchSettings settings, List<Guest> guests, RunningOptima optima) {
    Ports ports = new Ports();
    Secrets secrets = Secrets.of(settings.home());
    DaprPrograms dapr = new DaprPrograms(installation, settings.home(), ports, secrets);
    OptimaPrograms services = new OptimaPrograms(installation, settings, ports, secrets);
    dapr.configure(zipkin(settings));
    choosePublicPorts(settings, ports);
    Components components = components(settings);
    progress.accept("starting Dapr " + Installation.DAPR_VERSION);
    Program placement = dapr.placement();
    Program scheduler = dapr.scheduler();
    optima.recordPorts(ports);
    optima.start(placement);
    optima.start(scheduler);
    Map<String, String> environment = environment(components, settings, ports, optima);
    if (settings.layout() == Layout.EMBEDDED) {
      ports.choose("optima.stream");
      Program sidecar = dapr.sidecar("optima", "optima", components.folder(), environment);
      optima.recordPorts(ports);
      optima.start(services.standalone(dapr.environmentOf("optima")));
      optima.start(sidecar);
    } else {
      for (Service service : Service.all()) {
        startService(service, services, dapr, components, environment, ports, optima);
      }
    }
    for (Guest guest : guests) {
      startGuest(guest, services, dapr, components, environment, ports, optima);
    }
    progress.accept("waiting until all parts are ready");
    optima.awaitReady();
  }

  private void startService(
      Service service,
      OptimaPrograms services,
      DaprPrograms dapr,
      Components components,
      Map<String, String> environment,
      Ports ports,
      RunningOptima optima) {
    String name = service.text();
    if (service != Service.GATEWAY) {
      ports.choose(name + ".app");
      ports.choose(name + ".grpc");
    }
    if (service == Service.DATASET_ACTOR) {
      ports.choose(name + ".stream");
    }
    Program sidecar = dapr.sidecar(name, services.app(service), components.folder(), environment);
    optima.recordPorts(ports);
    optima.start(services.service(service, dapr.environmentOf(name)));
    optima.start(sidecar);
  }

  private static void startGuest(
      Guest guest,
      OptimaPrograms services,
      DaprPrograms dapr,
      Components components,
      Map<String, String> environment,
      Ports ports,
      RunningOptima optima) {
    ports.choose(guest.name() + ".app");
    ports.choose(guest.name() + ".grpc");
    Program sidecar =
        dapr.sidecar(guest.name(), services.app(guest), components.folder(), environment)
            .withEnvironment(DaprPrograms.state(guest.name()));
    optima.recordPorts(ports);
    optima.start(services.guest(guest, dapr.environmentOf(guest.name())));
    optima.start(sidecar);
  }

  /** What the components refer to: as the settings say, as the caller has it, or the usual. */
  private Map<String, String> environment(
      Components components, LaunchSettings settings, Ports ports, RunningOptima optima) {
    Map<String, String> given = new HashMap<>(System.getenv());
    given.putAll(settings.environment());
    if (settings.redis() != null) {
      given.put("OPTIMA_REDIS", settings.redis());
    }
    if (components.variables().contains("OPTIMA_REDIS") && !given.containsKey("OPTIMA_REDIS")) {
      given.put("OPTIMA_REDIS", startRedis(settings, ports, optima));
    }
    return components.environment(
        List.of(given, DaprPrograms.state("actors"), Map.of("OPTIMA_REDIS_PASSWORD", "")));
  }

  private String startRedis(LaunchSettings settings, Ports ports, RunningOptima optima) {
    progress.accept("starting Redis");
    Program redis = RedisProgram.of(settings.home(), ports.choose("redis"));
    optima.recordPorts(ports);
    optima.start(redis);
    return "127.0.0.1:" + ports.chosen().get("redis");
  }

  /** The public doors: the embedded JVM's, or the gateway's. */
  private static void choosePublicPorts(LaunchSettings settings, Ports ports) {
    String door = settings.layout() == Layout.EMBEDDED ? "optima" : "gateway";
    int grpc = settings.usualPorts() ? ports.choose("grpc", 8815) : ports.choose("grpc");
    int http = settings.usualPorts() ? ports.choose("http", 8816) : ports.choose("http");
    ports.same(door + ".grpc", grpc);
    ports.same(door + ".app", http);
  }

  private static @Nullable String zipkin(LaunchSettings settings) {
    String key = "OTEL_EXPORTER_ZIPKIN_ENDPOINT";
    return settings.environment().containsKey(key)
        ? settings.environment().get(key)
        : System.getenv(key);
  }

  private Components components(LaunchSettings settings) {
    return new Components(
        settings.components() == null
            ? installation.components(settings.layout())
            : settings.components());
  }

  private static void refuseSecond(Home home) {
    Optional<RunRecord> record = RunRecord.read(home);
    if (record.isPresent() && record.get().ready() && record.get().alive()) {
      throw OptimaException.of(
          ErrorCode.ALREADY_EXISTS,
          "Optima runs in %s already, at port %d; end it with optima down",
          home.folder(),
          record.get().grpcPort());
    }
  }

  private void clean(Home home) {
    if (RunRecord.read(home).isPresent()) {
      int left = stop(home);
      if (left > 0) {
        progress.accept("ended " + left + " processes that an earlier start left behind");
      }
    }
    Logs.rotate(home);
  }

  private static FileChannel lock(Home home) throws IOException {
    return FileChannel.open(home.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }
}
