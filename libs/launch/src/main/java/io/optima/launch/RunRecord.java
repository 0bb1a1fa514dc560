package io.optima.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * What runs in a home: {@code run.json}. Written before anything is started, and again with each
 * process, so that whatever a crash leaves behind can be found.
 *
 * @param ready all of it was ready once
 * @param ports by purpose, for example {@code grpc}, {@code http}, {@code daprd.http}
 */
public record RunRecord(
    Layout layout,
    boolean ready,
    Instant started,
    Map<String, Integer> ports,
    List<ProcessId> processes) {
  public RunRecord {
    ports = Map.copyOf(ports);
    processes = List.copyOf(processes);
  }

  /** The record of {@code home}; empty when there is none or it cannot be read. */
  public static Optional<RunRecord> read(Home home) {
    try {
      return Optional.of(RunRecordJson.read(Files.readAllBytes(home.runFile())));
    } catch (IOException | JacksonException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Replaces the record of {@code home}. */
  public void write(Home home) {
    Path next = home.folder().resolve("run.json.next");
    try {
      Files.write(next, RunRecordJson.write(this));
      Files.move(
          next,
          home.runFile(),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + home.runFile(), e);
    }
  }

  static void delete(Home home) {
    try {
      Files.deleteIfExists(home.runFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + home.runFile(), e);
    }
  }

  /** Port of the Arrow Flight, Flight SQL and gRPC door. */
  public int grpcPort() {
    return port("grpc");
  }

  /** Port of the HTTP door. */
  public int httpPort() {
    return port("http");
  }

  int port(String purpose) {
    Integer port = ports.get(purpose);
    if (port == null) {
      throw new IllegalStateException("no port for " + purpose + " in " + ports.keySet());
    }
    return port;
  }

  /** Whether every process of it is alive. */
  public boolean alive() {
    return !processes.isEmpty() && processes.stream().allMatch(each -> each.alive().isPresent());
  }
}
