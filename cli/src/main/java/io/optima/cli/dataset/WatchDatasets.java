package io.optima.cli.dataset;

import io.optima.cli.Remote;
import io.optima.cli.output.Amounts;
import io.optima.client.OptimaClient;
import io.optima.client.Watch;
import io.optima.v1.Dataset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code optima watch}: ends with Ctrl-C. */
@Command(
    name = "watch",
    description = "Show every change of one or all datasets as it happens.",
    mixinStandardHelpOptions = true)
public final class WatchDatasets extends Remote {
  @Parameters(arity = "0..1", paramLabel = "<group/name>", description = "Default: all.")
  private String name = "";

  @Option(
      names = "--after",
      paramLabel = "<sequence>",
      description = "With a name: changes after this entry of its log first.")
  private long after;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "<count>",
      description = "End after so many changes; default: never.")
  private long limit = Long.MAX_VALUE;

  @Override
  protected int run(OptimaClient client) {
    try (Watch<Dataset> changes = client.datasets().watch(name, after)) {
      for (long seen = 0; seen < limit && changes.hasNext(); seen++) {
        print(changes.next());
        screen.flush();
      }
    }
    return 0;
  }

  private void print(Dataset dataset) {
    if (screen.json()) {
      screen.json(dataset);
      return;
    }
    String state =
        dataset.getDropped()
            ? "dropped"
            : dataset.hasLatest()
                ? "version %d, %s"
                    .formatted(
                        dataset.getLatest().getNumber(), Datasets.content(dataset.getLatest()))
                : Datasets.content(dataset);
    screen.line(
        "%s  %s  %s (entry %d)"
            .formatted(
                Amounts.moment(dataset.getChanged()),
                dataset.getName(),
                state,
                dataset.getSequence()));
  }
}
