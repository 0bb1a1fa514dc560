package io.optima.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** One earlier log of each program is kept, so that logs do not grow for ever. */
final class Logs {
  private Logs() {}

  static void rotate(Home home) {
    try (Stream<Path> files = Files.list(home.logs())) {
      List<Path> logs = files.filter(file -> file.toString().endsWith(".log")).toList();
      for (Path log : logs) {
        Path before = log.resolveSibling(log.getFileName() + ".1");
        Files.move(log, before, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot move logs in " + home.logs(), e);
    }
  }
}
