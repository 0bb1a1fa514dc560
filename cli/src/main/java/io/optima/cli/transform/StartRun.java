package io.optima.cli.transform;

import io.optima.cli.Remote;
import io.optima.cli.output.ProgressLine;
import io.optima.client.OptimaClient;
import io.optima.client.Watch;
import io.optima.v1.Run;
import io.optima.v1.RunOutput;
import io.optima.v1.RunState;
import io.optima.v1.StartRunRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code optima run}. */
@Command(
    name = "run",
    description = "Run a transformation and wait for its end; exit code 1 unless it succeeds.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
public final class StartRun extends Remote {
  @Parameters(paramLabel = "<transformation>")
  private String name;

  @Option(
      names = {"-p", "--parameter"},
      paramLabel = "<name=value>",
      description = "A parameter of the definition; repeatable.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--as",
      paramLabel = "<group/name>",
      description = "Write to this dataset instead of the definition's only output.")
  private String output = "";

  @Option(names = "--detach", description = "Do not wait for its end.")
  private boolean detach;

  @Override
  protected int run(OptimaClient client) {
    StartRunRequest request =
        StartRunRequest.newBuilder()
            .setTransformation(name)
            .putAllParameters(parameters)
            .setOutput(output)
            .setIdempotencyKey(UUID.randomUUID().toString())
            .build();
    Run run = client.transformations().start(request);
    if (!detach && !Runs.ended(run)) {
      run = follow(client, run);
    }
    print(run);
    return detach || run.getState() == RunState.RUN_STATE_SUCCEEDED ? 0 : 1;
  }

  private static Run follow(OptimaClient client, Run started) {
    Run run = started;
    try (ProgressLine progress = new ProgressLine();
        Watch<Run> changes = client.transformations().watch(started.getId())) {
      while (changes.hasNext()) {
        run = changes.next();
        progress.text(Runs.line(run));
      }
    }
    return Runs.ended(run) ? run : client.transformations().run(started.getId());
  }

  private void print(Run run) {
    if (screen.json()) {
      screen.json(run);
      return;
    }
    screen.line(Runs.line(run));
    run.getOutputsList().stream()
        .map(RunOutput::getContentId)
        .filter(content -> !content.isEmpty())
        .forEach(content -> screen.line("  " + content));
    if (!run.getTraceId().isEmpty()) {
      screen.line("  trace " + run.getTraceId());
    }
  }
}
