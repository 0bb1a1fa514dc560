package io.optima.cli.rules;

import io.optima.cli.output.Screen;
import io.optima.rules.ExampleResult;
import io.optima.rules.Rules;
import io.optima.rules.RulesInEffect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code optima rules test}. */
@Command(
    name = "test",
    description = "Check a document of rules and run the tests inside it.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
final class TestRules implements Callable<Integer> {
  @Mixin Screen screen = new Screen();

  @Parameters(paramLabel = "<file>", description = "The document.")
  private Path file;

  @Option(names = "--explain", description = "Say of each test which rules fired and why.")
  private boolean explain;

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw screen.usage("there is no file " + file);
    }
    Rules rules = Rules.read(Files.readString(file));
    List<ExampleResult> results = rules.test();
    results.forEach(this::show);
    long failed = results.stream().filter(result -> !result.passed()).count();
    if (!screen.json()) {
      showHow(rules.at(Instant.now()));
      screen.line(
          "%s: %d tests, %d passed, %d failed"
              .formatted(rules.name(), results.size(), results.size() - failed, failed));
    }
    screen.flush();
    return failed == 0 ? 0 : 1;
  }

  private void show(ExampleResult result) {
    if (screen.json()) {
      screen.line(
          JsonMapper.shared()
              .writeValueAsString(
                  Map.of(
                      "test", result.name(),
                      "line", result.place().line(),
                      "passed", result.passed(),
                      "fired", result.decision().fired(),
                      "differences", result.differences())));
      return;
    }
    screen.line(
        "%s %s (line %d)"
            .formatted(result.passed() ? "✓" : "✗", result.name(), result.place().line()));
    result.differences().forEach(difference -> screen.line("    " + difference));
    if (explain) {
      result.decision().why().forEach(why -> screen.line("    fired " + why));
      result
          .decision()
          .failed()
          .forEach(
              (rule, reason) -> screen.line("    could not be decided " + rule + ": " + reason));
    }
  }

  private void showHow(RulesInEffect inEffect) {
    int rules = inEffect.names().size();
    Map<String, String> left = inEffect.leftToCel();
    screen.line(
        "%d rules are in effect today, %d of them are SQL".formatted(rules, rules - left.size()));
    left.forEach((rule, why) -> screen.line("    %s is left to CEL: %s".formatted(rule, why)));
  }
}
