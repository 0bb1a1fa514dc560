package io.optima.launch;

import io.optima.model.OptimaException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An Optima that was started here. Programs are named {@code placement}, {@code scheduler}, {@code
 * redis}, then {@code optima} and {@code optima.daprd}, or {@code gateway}, {@code gateway.daprd}
 * and so on. Closing ends all of them.
 */
public final class RunningOptima implements AutoCloseable {
  private final LaunchSettings settings;
  private final String token;
  private final Instant started = Instant.now();
  private final Map<String, RunningProgram> programs = new LinkedHashMap<>();
  private final Map<String, Program> first = new LinkedHashMap<>();
  private final Thread hook = Thread.ofPlatform().unstarted(this::stopPrograms);
  private Map<String, Integer> ports = Map.of();
  private boolean ready;
  private boolean left;

  RunningOptima(LaunchSettings settings, String token) {
    this.settings = settings;
    this.token = token;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  public Home home() {
    return settings.home();
  }

  /** The administrator's bearer token. */
  public String token() {
    return token;
  }

  public int grpcPort() {
    return record().grpcPort();
  }

  public int httpPort() {
    return record().httpPort();
  }

  /** The HTTP door, for example {@code http://127.0.0.1:8816}. */
  public URI http() {
    return URI.create("http://127.0.0.1:" + httpPort());
  }

  public synchronized List<String> programs() {
    return List.copyOf(programs.keySet());
  }

  /**
   * The program of that name.
   *
   * @throws OptimaException NOT_FOUND for any other name
   */
  public synchronized RunningProgram program(String name) {
    RunningProgram program = programs.get(name);
    if (program == null) {
      throw OptimaException.notFound("no program '%s', only %s", name, programs.keySet());
    }
    return program;
  }

  /**
   * What a program is told by its environment, for example DAPR_GRPC_PORT and DAPR_API_TOKEN: for
   * whoever wants to talk to its sidecar as it does.
   */
  public synchronized Map<String, String> environment(String program) {
    return program(program).program().environment();
  }

  /** Starts an ended program again as it was, without waiting. */
  public RunningProgram restart(String name) {
    return restart(name, Map.of());
  }

  /**
   * Kills a program if it runs and starts it with these properties added to what it had at first:
   * those of an earlier restart are gone.
   */
  public synchronized RunningProgram restart(String name, Map<String, String> properties) {
    RunningProgram ended = program(name);
    if (ended.alive()) {
      ended.kill();
    }
    return start(asFirstStarted(name).withProperties(properties));
  }

  /** Returns when every program is ready. */
  public void awaitReady() {
    try (Readiness readiness = new Readiness()) {
      readiness.await(started(), settings.patience());
    }
    ready = true;
    record().write(home());
  }

  /** Lets everything run on when this is closed and when this JVM ends. */
  public void leave() {
    left = true;
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  @Override
  public void close() {
    if (left) {
      return;
    }
    stopPrograms();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook does what was just done, and finds nothing.
      return;
    }
  }

  private Program asFirstStarted(String name) {
    return Objects.requireNonNull(first.get(name), name);
  }

  synchronized RunningProgram start(Program program) {
    first.putIfAbsent(program.name(), program);
    RunningProgram running =
        RunningProgram.start(
            program.withEnvironment(settings.environment()), home().log(program.name()));
    programs.put(program.name(), running);
    record().write(home());
    return running;
  }

  synchronized void recordPorts(Ports chosen) {
    ports = chosen.chosen();
    record().write(home());
  }

  private synchronized void stopPrograms() {
    Shutdown.stop(record().processes());
    RunRecord.delete(home());
  }

  private synchronized List<RunningProgram> started() {
    return new ArrayList<>(programs.values());
  }

  private synchronized RunRecord record() {
    List<ProcessId> processes = programs.values().stream().map(RunningProgram::id).toList();
    return new RunRecord(settings.layout(), ready, started, ports, processes);
  }
}
