package io.optima.launch;

import io.optima.model.OptimaException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import redis.embedded.core.ExecutableProvider;

/** A Redis of one home: the machine's own program, or the one that comes with embedded-redis. */
final class RedisProgram {
  private RedisProgram() {}

  static Program of(Home home, int port) {
    try {
      Files.createDirectories(home.redis());
      return new Program(
          "redis",
          List.of(
              executable(home).toString(),
              "--bind",
              "127.0.0.1",
              "--port",
              String.valueOf(port),
              "--dir",
              home.redis().toString(),
              "--appendonly",
              "yes"),
          Map.of(),
          home.redis(),
          Program.tcp("127.0.0.1", port));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare Redis in " + home.redis(), e);
    }
  }

  private static Path executable(Home home) throws IOException {
    for (String folder :
        System.getenv().getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator))) {
      Path program = Path.of(folder, "redis-server");
      if (Files.isExecutable(program)) {
        return program;
      }
    }
    return embedded(home);
  }

  private static Path embedded(Home home) throws IOException {
    File file = ExecutableProvider.newJarResourceProvider(home.redis().toFile()).get();
    if (!file.setExecutable(true)) {
      throw OptimaException.notFound(
          "no redis-server on this machine, and %s cannot be run: install one, or name a running"
              + " one with --redis host:port",
          file);
    }
    return file.toPath();
  }
}
