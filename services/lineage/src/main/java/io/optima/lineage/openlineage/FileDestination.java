package io.optima.lineage.openlineage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file to which each event is added as a line. */
final class FileDestination implements Destination {
  private final Path file;

  FileDestination(Path file) {
    this.file = file;
  }

  @Override
  public String name() {
    return file.toAbsolutePath().toString();
  }

  @Override
  public void send(String event) throws IOException {
    Files.writeString(file, event + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
