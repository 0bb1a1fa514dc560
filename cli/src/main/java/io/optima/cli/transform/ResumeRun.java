package io.optima.cli.transform;

import io.optima.cli.Remote;
import io.optima.client.OptimaClient;
import io.optima.v1.Run;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code optima resume}. */
@Command(name = "resume", description = "Have a paused run go on.", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
public final class ResumeRun extends Remote {
  @Parameters(paramLabel = "<run>")
  private String id;

  @Override
  protected int run(OptimaClient client) {
    Run run = client.transformations().resume(id);
    if (screen.json()) {
      screen.json(run);
    } else {
      screen.line(Runs.line(run));
    }
    return 0;
  }
}
