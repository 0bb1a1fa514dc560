package io.optima.launch;

import io.optima.model.OptimaException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the built Optima lies.
 *
 * @param root folder of the {@code optima} script
 * @param java the java program that runs the services
 */
public record Installation(Path root, Path java) {
  /** The Dapr runtime that Optima is built and tested with; tools/dapr/go.mod pins the same. */
  public static final String DAPR_VERSION = "1.18.2";

  /**
   * The installation around the running program: the folder in {@code -Doptima.root}, else the
   * nearest one above the working directory that has {@code tools/dapr}.
   *
   * @throws OptimaException NOT_FOUND saying what is missing and how to get it
   */
  public static Installation find() {
    return new Installation(findRoot(), Path.of(System.getProperty("java.home"), "bin", "java"));
  }

  Path standaloneJarPath() {
    return root.resolve("standalone/target/optima-standalone.jar");
  }

  Path standaloneJar() {
    Path jar = standaloneJarPath();
    if (!Files.isRegularFile(jar)) {
      throw OptimaException.notFound("%s is not there: run ./optima build", jar);
    }
    return jar;
  }

  Path jvmOptions() {
    return root.resolve("standalone/src/main/jvm.options");
  }

  Path sidecarConfiguration() {
    return root.resolve("components/configuration.yaml");
  }

  Path components(Layout layout) {
    return root.resolve("components").resolve(layout == Layout.EMBEDDED ? "local" : "redis");
  }

  /** What the JDK remembers of an earlier start of the same classes, to start faster. */
  Path standaloneCache() {
    return root.resolve(".optima/cache/standalone.aot");
  }

  Path daprd() {
    return program("daprd");
  }

  Path placement() {
    return program("placement");
  }

  Path scheduler() {
    return program("scheduler");
  }

  private Path program(String name) {
    return dapr().resolve(name);
  }

  private static Path findRoot() {
    String set = System.getProperty("optima.root");
    if (set != null) {
      return Path.of(set).toAbsolutePath().normalize();
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("tools/dapr/go.mod"))) {
        return at;
      }
    }
    throw OptimaException.notFound(
        "no Optima above %s: start it with the optima script", Path.of("").toAbsolutePath());
  }

  /**
   * Folder with daprd, placement and scheduler.
   *
   * @throws OptimaException NOT_FOUND saying how to get them
   */
  public Path dapr() {
    Path built = root.resolve(".optima/dapr").resolve(DAPR_VERSION);
    for (@Nullable String place :
        new @Nullable String[] {System.getenv("OPTIMA_DAPR_BIN"), built.toString()}) {
      if (place != null && Files.isExecutable(Path.of(place, "daprd"))) {
        return Path.of(place).toAbsolutePath();
      }
    }
    throw OptimaException.notFound(
        "Dapr %s is not in %s: run ./optima build, or name its folder in OPTIMA_DAPR_BIN",
        DAPR_VERSION, built);
  }
}
