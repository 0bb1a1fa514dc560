package io.optima.cli.dataset;

import io.optima.cli.Remote;
import io.optima.client.OptimaClient;
import io.optima.model.DatasetRef;
import io.optima.v1.Dataset;
import io.optima.v1.DescribeVersionResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code optima describe}. */
@Command(
    name = "describe",
    description = "Show a dataset, or one version of it, with its columns.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
public final class Describe extends Remote {
  @Parameters(paramLabel = "<group/name[@version]>")
  private DatasetRef reference;

  @Override
  protected int run(OptimaClient client) {
    if (reference.equals(DatasetRef.latest(reference.name()))) {
      dataset(client.datasets().describe(reference.toString()));
    } else {
      version(client.datasets().describeVersion(reference.toString()));
    }
    return 0;
  }

  private void dataset(Dataset dataset) {
    if (screen.json()) {
      screen.json(dataset);
      return;
    }
    Datasets.describe(screen, dataset);
    if (dataset.hasLatest()) {
      Datasets.describe(screen, dataset.getLatest());
    }
  }

  private void version(DescribeVersionResponse response) {
    if (screen.json()) {
      screen.json(response);
      return;
    }
    Datasets.describe(screen, response.getDataset());
    Datasets.describe(screen, response.getVersion());
  }
}
