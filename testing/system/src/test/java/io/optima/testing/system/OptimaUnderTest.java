package io.optima.testing.system;

import io.optima.client.OptimaClient;
import io.optima.launch.Installation;
import io.optima.launch.LaunchSettings;
import io.optima.launch.Launcher;
import io.optima.launch.RunningOptima;
import io.optima.launch.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A whole Optima in a temporary home, with a client of its administrator. */
final class OptimaUnderTest implements AutoCloseable {
  private final Path home;
  private final LaunchSettings settings;
  private RunningOptima optima;
  private OptimaClient client;

  private OptimaUnderTest(Path home, LaunchSettings settings) {
    this.home = home;
    this.settings = settings;
    this.optima = launch(settings);
    this.client = connect();
  }

  static OptimaUnderTest start() {
    return start(settings -> settings);
  }

  static OptimaUnderTest start(UnaryOperator<LaunchSettings> change) {
    Path home = temporaryFolder();
    try {
      return new OptimaUnderTest(home, change.apply(LaunchSettings.attached(home)));
    } catch (RuntimeException e) {
      delete(home);
      throw e;
    }
  }

  private static RunningOptima launch(LaunchSettings settings) {
    return new Launcher(Installation.find(), step -> {}).start(settings);
  }

  private OptimaClient connect() {
    return OptimaClient.connect("127.0.0.1:" + optima.grpcPort(), optima.token());
  }

  /** The folder of the installation. */
  static Path root() {
    return Installation.find().root();
  }

  OptimaClient client() {
    return client;
  }

  RunningOptima running() {
    return optima;
  }

  Path home() {
    return home;
  }

  /** A client of another principal, without any role. */
  OptimaClient clientOf(String principal) {
    String token = new Tokens(optima.home()).create(principal, Set.of());
    return OptimaClient.connect("127.0.0.1:" + optima.grpcPort(), token);
  }

  OptimaClient clientWithToken(String token) {
    return OptimaClient.connect("127.0.0.1:" + optima.grpcPort(), token);
  }

  /** Stops everything, then starts it again in the same home, with other settings. */
  void startAgain(UnaryOperator<LaunchSettings> change) {
    client.close();
    optima.close();
    optima = launch(change.apply(settings));
    client = connect();
  }

  /** Kills one program, starts it with these properties added, and waits until all is ready. */
  void restart(String program, java.util.Map<String, String> properties) {
    optima.restart(program, properties);
    optima.awaitReady();
  }

  @Override
  public void close() {
    client.close();
    optima.close();
    delete(home);
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("optima-system-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path home) {
    try (Stream<Path> files = Files.walk(home)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The trace of the call that made the dataset's last entry; its commit log has it. */
  String traceOfLastEntry(String dataset) throws IOException {
    Path commits = home().resolve("store/datasets").resolve(dataset).resolve("commits");
    try (var entries = Files.list(commits)) {
      String last = Files.readString(entries.sorted().toList().getLast());
      return last.replaceAll("(?s).*\"traceparent\"\\s*:\\s*\"00-([0-9a-f]{32})-.*", "$1");
    }
  }
}
