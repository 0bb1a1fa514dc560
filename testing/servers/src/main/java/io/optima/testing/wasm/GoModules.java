package io.optima.testing.wasm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Programs in Go, built as modules of WebAssembly and for this machine. What was built of the same
 * sources before is used again.
 */
public final class GoModules {
  private final Path sources;
  private final Path built;

  /**
   * @param sources folder with a {@code go.mod} that needs nothing from elsewhere
   * @param target where to keep what is built
   */
  public GoModules(Path sources, Path target) {
    this.sources = sources.toAbsolutePath();
    this.built = target.toAbsolutePath().resolve("go-" + digest(sources).substring(0, 16));
  }

  /** The examples' programs: {@code keep}, {@code total}. */
  public static GoModules examples() {
    Path root = root();
    return new GoModules(root.resolve("examples/wasm/go"), root.resolve("testing/servers/target"));
  }

  /** The folder of the repository, above that in which the tests run. */
  static Path root() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("examples/wasm/go/go.mod"))) {
        return at;
      }
    }
    throw new IllegalStateException("examples/wasm/go is not above the working directory");
  }

  /** The module of a package, as {@code GOOS=wasip1 GOARCH=wasm go build} makes it. */
  public Path module(String name) {
    return build(name, name + ".wasm", List.of("GOOS=wasip1", "GOARCH=wasm"));
  }

  /** The same program for this machine. */
  public Path program(String name) {
    return build(name, name, List.of());
  }

  private synchronized Path build(String name, String file, List<String> environment) {
    Path result = built.resolve(file);
    if (Files.exists(result)) {
      return result;
    }
    try {
      Files.createDirectories(built);
      Path part = Files.createTempDirectory(built, "part").resolve(file);
      List<String> command = new ArrayList<>(List.of("env"));
      command.addAll(environment);
      command.addAll(List.of("go", "build", "-trimpath", "-ldflags", "-s -w"));
      command.addAll(List.of("-o", part.toString(), "./" + name));
      run(command);
      return Files.move(part, result, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).directory(sources.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while building", e);
    }
  }

  private static String digest(Path sources) {
    try (Stream<Path> files = Files.walk(sources)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        digest.update(sources.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
