package io.optima.cli.transform;

import io.optima.cli.Remote;
import io.optima.cli.output.Amounts;
import io.optima.cli.output.Table;
import io.optima.client.OptimaClient;
import io.optima.v1.Run;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code optima runs}. */
@Command(
    name = "runs",
    description = "List runs, newest first, or show one with its log.",
    mixinStandardHelpOptions = true)
public final class ListRuns extends Remote {
  @Parameters(
      arity = "0..1",
      paramLabel = "<transformation>",
      description = "Only of this one; default: all.")
  private String transformation = "";

  @Option(names = "--id", paramLabel = "<run>", description = "Show this run with its log.")
  private String id = "";

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "<count>",
      description = "At most so many; default: ${DEFAULT-VALUE}.")
  private int limit = 20;

  @Override
  protected int run(OptimaClient client) {
    if (!id.isEmpty()) {
      show(client.transformations().run(id));
      return 0;
    }
    Table table =
        new Table("run", "transformation", "state", "attempt", "result", "started").right(3);
    try (Stream<Run> runs = client.transformations().runs(transformation)) {
      runs.limit(limit).forEach(run -> add(run, table));
    }
    if (!screen.json()) {
      table.print(screen.out());
    }
    return 0;
  }

  private void add(Run run, Table table) {
    if (screen.json()) {
      screen.json(run);
      return;
    }
    table.add(
        run.getId(),
        run.getTransformation(),
        Runs.state(run.getState()),
        String.valueOf(run.getAttempt()),
        Runs.outputs(run).isEmpty() ? run.getMessage() : Runs.outputs(run),
        Amounts.moment(run.getCreated()));
  }

  private void show(Run run) {
    if (screen.json()) {
      screen.json(run);
      return;
    }
    screen.line(Runs.line(run));
    screen.line("  of " + run.getTransformation() + " revision " + run.getRevision());
    run.getInputsList()
        .forEach(input -> screen.line("  from " + input.getDataset() + "@" + input.getVersion()));
    screen.line("  by " + run.getPrincipal() + ", attempt " + run.getAttempt());
    if (!run.getTraceId().isEmpty()) {
      screen.line("  trace " + run.getTraceId());
    }
    if (run.getStepsCount() > 0) {
      Steps.table(run).print(screen.out());
    }
    run.getLogList()
        .forEach(line -> screen.line(Amounts.moment(line.getTime()) + "  " + line.getText()));
  }
}
