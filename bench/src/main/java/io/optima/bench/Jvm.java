package io.optima.bench;

import java.nio.file.Path;
import java.util.List;

/** How to start this program's classes again. */
final class Jvm {
  private Jvm() {}

  /** Only warnings, and not among the results; to be called before anything logs. */
  static void quiet() {
    System.setProperty("logback.configurationFile", "logback-bench.xml");
  }

  static String classPath() {
    return System.getProperty("java.class.path");
  }

  /** The beginning of a command line: the main class follows. */
  static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-opens=java.base/java.nio=ALL-UNNAMED",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        classPath());
  }
}
