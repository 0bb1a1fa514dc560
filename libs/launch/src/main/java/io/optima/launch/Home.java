package io.optima.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder in which one Optima keeps everything: data, state, logs, tokens. One at a time runs in
 * it; several homes live side by side.
 */
public record Home(Path folder) {
  public Home {
    folder = folder.toAbsolutePath().normalize();
  }

  /** {@code $OPTIMA_HOME}, else {@code .optima} in the installation. */
  public static Home standard(Path root) {
    String set = System.getenv("OPTIMA_HOME");
    return new Home(set == null || set.isBlank() ? root.resolve(".optima") : Path.of(set));
  }

  /** What runs here, as JSON; absent when nothing was started. */
  public Path runFile() {
    return folder.resolve("run.json");
  }

  /** The administrator's token; readable by its owner only. */
  public Path token() {
    return folder.resolve("token");
  }

  /** Digests of all tokens with whom they stand for. */
  public Path tokens() {
    return folder.resolve("tokens.json");
  }

  public Path logs() {
    return folder.resolve("logs");
  }

  /** Log of one program. */
  public Path log(String program) {
    return logs().resolve(program + ".log");
  }

  Path lock() {
    return folder.resolve("lock");
  }

  /** The sidecars' working directory: SQLite state and other files of their components. */
  Path state() {
    return folder.resolve("state");
  }

  Path scheduler() {
    return folder.resolve("scheduler");
  }

  Path redis() {
    return folder.resolve("redis");
  }

  Path sidecarConfiguration() {
    return folder.resolve("dapr.yaml");
  }

  Path identity() {
    return folder.resolve("id");
  }

  void create() {
    try {
      for (Path each : new Path[] {folder, logs(), state(), scheduler()}) {
        Files.createDirectories(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + folder, e);
    }
  }
}
