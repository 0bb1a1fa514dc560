package io.optima.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** The tables at that scale below {@code home}, generated unless they are there. */
  static TpchData at(Path home, double scale) throws IOException, InterruptedException {
    Path folder = home.resolve("tpch-" + scale);
    Path done = folder.resolve("complete");
    if (!Files.exists(done)) {
      Path environment = home.resolve("python");
      run("python3", "-m", "venv", environment.toString());
      run(environment.resolve("bin/pip").toString(), "install", "-q", GENERATOR);
      run(
          environment.resolve("bin/tpchgen-cli").toString(),
          "--scale-factor",
          String.valueOf(scale),
          "--format=csv",
          "--output-dir",
          folder.toString());
      Files.createFile(done);
    }
    return new TpchData(folder);
  }

  Path csv(String table) {
    return folder.resolve(table + ".csv");
  }

  private static void run(String... command) throws IOException, InterruptedException {
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + code);
    }
  }
}
