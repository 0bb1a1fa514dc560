package io.optima.testing.wasm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The example in Rust as a module, where the compiler and its target are installed. */
public final class RustModules {
  private static final String TARGET = "wasm32-wasip1";

  private RustModules() {}

  /**
   * The module.
   *
   * @return empty without {@code rustc} or its target {@value #TARGET}
   */
  public static Optional<Path> keep(Path folder) throws IOException, InterruptedException {
    if (!isInstalled()) {
      return Optional.empty();
    }
    Path module = folder.resolve("keep.wasm");
    Path source = GoModules.root().resolve("examples/wasm/rust/keep.rs");
    Process rustc =
        begin(
            "--target",
            TARGET,
            "-O",
            "-C",
            "strip=symbols",
            "-o",
            module.toString(),
            source.toString());
    String said = new String(rustc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (rustc.waitFor() != 0) {
      throw new IOException("rustc: " + said);
    }
    return Optional.of(module);
  }

  private static boolean isInstalled() throws IOException, InterruptedException {
    Process rustc;
    try {
      rustc = begin("--print", "target-libdir", "--target", TARGET);
    } catch (IOException absent) {
      return false;
    }
    String folder = new String(rustc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return rustc.waitFor() == 0 && Files.isDirectory(Path.of(folder.strip()));
  }

  private static Process begin(String... args) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(new java.util.ArrayList<>(List.of(args))).redirectErrorStream(true);
    builder.command().addFirst("rustc");
    return builder.start();
  }
}
