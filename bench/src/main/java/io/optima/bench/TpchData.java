package io.optima.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * TPC-H tables as CSV, made once by {@code tpchgen-cli} from PyPI in an environment of their own.
 */
final class TpchData {
  static final List<String> TABLES =
      List.of("region", "nation", "supplier", "customer", "part", "partsupp", "orders", "lineitem");

  private static final String GENERATOR = "tpchgen-cli==4.0.0";

  private final Path folder;

  private TpchData(Path folder) {
    this.folder = folder;
  }

  /**
   * The tables at that scale below {@code home}, generated unless they are there.
   *
   * @param work for what is not finished; on the same file system
   */
  static TpchData at(Path home, Path work, double scale) throws IOException, InterruptedException {
    Path folder = home.resolve("tpch-" + scale);
    if (!Files.isDirectory(folder)) {
      Path unfinished = Files.createDirectory(work.resolve("tpch-data"));
      run(
          generator(home).toString(),
          "csv",
          "--scale-factor=" + scale,
          "--output-dir=" + unfinished);
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    }
    return new TpchData(folder);
  }

  private static Path generator(Path home) throws IOException, InterruptedException {
    Path environment = home.resolve("python");
    Path generator = environment.resolve("bin/tpchgen-cli");
    if (!Files.isExecutable(generator)) {
      run("python3", "-m", "venv", environment.toString());
      run(environment.resolve("bin/pip").toString(), "install", "-q", GENERATOR);
    }
    return generator;
  }

  Path csv(String table) {
    return folder.resolve(table + ".csv");
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + " failed:\n" + said);
      }
    } finally {
      process.destroy();
    }
  }
}
