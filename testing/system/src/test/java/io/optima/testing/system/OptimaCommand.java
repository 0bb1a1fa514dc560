package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The {@code optima} command as the script runs it, in a process of its own. The standard input of
 * one that was started is written here, its standard output nobody reads.
 */
final class OptimaCommand implements AutoCloseable {
  private final Process process;
  private final Path errors;

  private OptimaCommand(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
  }

  static OptimaCommand start(Path home, String... arguments) {
    try {
      Path errors = Files.createTempFile("optima-command-", ".log");
      return new OptimaCommand(
          command(home, arguments).redirectError(errors.toFile()).start(), errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProcessBuilder command(Path home, String... arguments) {
    Path root = OptimaUnderTest.root();
    // a parent may have told its children to ignore Ctrl-C
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Doptima.root=" + root);
    command.add("--add-opens=java.base/java.nio=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(List.of("-cp", root.resolve("cli/target/optima-cli-all.jar").toString()));
    command.add("io.optima.cli.Main");
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("OPTIMA_HOME", home.toString());
    return builder;
  }

  /** What one prints that has to succeed. */
  static String output(Path home, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = command(home, arguments).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process running = builder.start();
    String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(running.waitFor()).as(output).isZero();
    return output;
  }

  /** Runs one to its end and yields its exit code. */
  static int run(Path home, String... arguments) {
    try (OptimaCommand command = start(home, arguments)) {
      command.ignoreOutput();
      return command.awaitEnd();
    }
  }

  /** Lets it write as much as it likes. */
  OptimaCommand ignoreOutput() {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                process.getInputStream().transferTo(OutputStream.nullOutputStream());
              } catch (IOException ended) {
                return;
              }
            });
    return this;
  }

  void write(String text) {
    try {
      process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(errors(), e);
    }
  }

  /** Nothing more is written to it. */
  void endInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(errors(), e);
    }
  }

  /** Whether it waits for somebody to read what it writes. */
  boolean hasOutput() {
    try {
      return process.getInputStream().available() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(errors(), e);
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  /** As Ctrl-C does. */
  void interrupt() {
    signal("INT");
  }

  /** As {@code kill -9} does. */
  void kill() {
    signal("KILL");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  int awaitEnd() {
    try {
      if (process.waitFor(2, TimeUnit.MINUTES)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException("the command did not end: " + errors());
  }

  String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    errors.toFile().delete();
  }
}
