package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.launch.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command line program as a process of its own. */
final class Command {
  private Command() {}

  /** What it prints; it must succeed. */
  static String run(OptimaUnderTest optima, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Installation installation = Installation.find();
    List<String> command = new ArrayList<>();
    command.add(installation.java().toString());
    command.add("-cp");
    command.add(installation.root().resolve("cli/target/optima-cli-all.jar").toString());
    command.add("io.optima.cli.Main");
    command.addAll(List.of(arguments));
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().put("OPTIMA_HOME", optima.home().toString());
    process.environment().putAll(environment);
    Process running = process.start();
    String output = text(running);
    assertThat(running.waitFor()).as(output).isZero();
    return output;
  }

  private static String text(Process running) throws IOException {
    try (var output = running.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The trace of the call that made the dataset's last entry; its commit log has it. */
  static String traceOfLastEntry(OptimaUnderTest optima, String dataset) throws IOException {
    Path commits = optima.home().resolve("store/datasets").resolve(dataset).resolve("commits");
    try (var entries = Files.list(commits)) {
      String last = Files.readString(entries.sorted().toList().getLast());
      return last.replaceAll("(?s).*\"traceparent\"\\s*:\\s*\"00-([0-9a-f]{32})-.*", "$1");
    }
  }
}
