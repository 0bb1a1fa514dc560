package io.optima.launch;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A started program with its log. */
public final class RunningProgram {
  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final int TAIL = 15;

  private final Program program;
  private final Path log;
  private final Process process;

  private RunningProgram(Program program, Path log, Process process) {
    this.program = program;
    this.log = log;
    this.process = process;
  }

  static RunningProgram start(Program program, Path log) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command(program))
              .directory(program.folder().toFile())
              .redirectErrorStream(true)
              .redirectInput(Redirect.from(new File("/dev/null")))
              .redirectOutput(Redirect.appendTo(log.toFile()));
      // Settings of whoever starts Optima are not settings of its parts.
      builder.environment().keySet().removeIf(key -> key.startsWith("OPTIMA_"));
      builder.environment().putAll(program.environment());
      return new RunningProgram(program, log, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + program.name(), e);
    }
  }

  /**
   * In a session of its own, so that Ctrl-C at the terminal does not reach the parts in any order,
   * and closing the terminal does not reach them at all. setsid keeps the process number.
   */
  private static List<String> command(Program program) {
    if (!Files.isExecutable(SETSID)) {
      return program.command();
    }
    List<String> command = new ArrayList<>(List.of(SETSID.toString()));
    command.addAll(program.command());
    return command;
  }

  public String name() {
    return program.name();
  }

  public boolean alive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** Everything it has written so far. */
  public String log() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /** Ends it at once, as {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
    awaitExit(Duration.ofSeconds(10));
  }

  /**
   * Waits until it has ended.
   *
   * @return its exit status
   * @throws OptimaException UNAVAILABLE when it is still there after {@code patience}
   */
  public int awaitExit(Duration patience) {
    try {
      if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw OptimaException.of(
        ErrorCode.UNAVAILABLE,
        "%s (process %d) did not end within %d s",
        name(),
        pid(),
        patience.toSeconds());
  }

  Program program() {
    return program;
  }

  ProcessId id() {
    return ProcessId.of(name(), process.toHandle());
  }

  /** What it said last, for a message about its end. */
  String tail() {
    List<String> lines = log().lines().toList();
    String last =
        String.join("\n  ", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    return "last lines of " + log + ":\n  " + last;
  }
}
