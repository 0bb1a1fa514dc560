package io.optima.gateway.grpc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What this process has open, as Linux tells. */
final class ProcessFiles {
  private ProcessFiles() {}

  static Stream<String> open() {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      List<String> targets = descriptors.flatMap(ProcessFiles::target).toList();
      return targets.stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A descriptor may be closed while we look. */
  private static Stream<String> target(Path descriptor) {
    try {
      return Stream.of(Files.readSymbolicLink(descriptor).toString());
    } catch (IOException e) {
      return Stream.of();
    }
  }
}
