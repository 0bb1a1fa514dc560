package io.optima.cli.operate;

import io.optima.cli.Where;
import io.optima.launch.Home;
import io.optima.launch.Installation;
import io.optima.launch.LaunchSettings;
import io.optima.launch.Launcher;
import io.optima.launch.Layout;
import io.optima.launch.RunRecord;
import io.optima.launch.RunningOptima;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code optima up}: starts Optima and returns when it is ready. */
@Command(
    name = "up",
    description = "Start Optima on this machine and return when it is ready.",
    mixinStandardHelpOptions = true)
public final class Up implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private Where where = new Where();

  @Option(
      names = "--services",
      description = "Four services in processes of their own, on Redis, instead of one process.")
  private boolean services;

  @Option(
      names = "--redis",
      paramLabel = "<host:port>",
      description = "With --services: use this Redis instead of starting one.")
  private @Nullable String redis;

  @Option(
      names = "--components",
      paramLabel = "<folder>",
      description = "Dapr components to use instead of components/local or components/redis.")
  private @Nullable Path components;

  @Option(
      names = "--jvm",
      paramLabel = "<option>",
      description = "An option for the services' JVMs, for example --jvm=-Xmx2g.")
  private List<String> jvm = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "<key=value>",
      description = "A setting of the services, for example --set optima.store.url=s3://b/p.")
  private List<String> settings = new ArrayList<>();

  @Override
  public Integer call() {
    Home home = where.home();
    Optional<RunRecord> running = RunRecord.read(home).filter(each -> each.ready() && each.alive());
    if (running.isPresent()) {
      out().println("Optima is up already");
      Doors.print(out(), home, running.get());
      return 0;
    }
    long began = System.nanoTime();
    RunningOptima optima =
        new Launcher(Installation.find(), step -> err().println("· " + step)).start(launch(home));
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    out().printf("Optima is up after %.1f s%n", took.toMillis() / 1000.0);
    RunRecord.read(optima.home()).ifPresent(record -> Doors.print(out(), home, record));
    return 0;
  }

  private LaunchSettings launch(Home home) {
    LaunchSettings launch =
        LaunchSettings.standing(home, services ? Layout.SERVICES : Layout.EMBEDDED)
            .withJvmOptions(jvm.toArray(String[]::new));
    if (redis != null) {
      launch = launch.withRedis(redis);
    }
    if (components != null) {
      launch = launch.withComponents(components.toAbsolutePath());
    }
    for (String setting : settings) {
      launch = with(launch, setting);
    }
    return launch;
  }

  private LaunchSettings with(LaunchSettings launch, String setting) {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw new picocli.CommandLine.ParameterException(
          spec().commandLine(), "--set '" + setting + "' is not of the form key=value");
    }
    return launch.withProperty(setting.substring(0, equals), setting.substring(equals + 1));
  }

  private PrintWriter out() {
    return spec().commandLine().getOut();
  }

  private PrintWriter err() {
    return spec().commandLine().getErr();
  }

  private CommandSpec spec() {
    return java.util.Objects.requireNonNull(spec);
  }
}
