package io.optima.cli.dataset;

import io.optima.cli.Remote;
import io.optima.client.OptimaClient;
import io.optima.model.DatasetName;
import io.optima.v1.DropDatasetRequest;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code optima drop}. */
@Command(
    name = "drop",
    description = "Drop a dataset; undrop brings it back.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
public final class Drop extends Remote {
  @Parameters(paramLabel = "<group/name>")
  private DatasetName name;

  @Override
  protected int run(OptimaClient client) {
    DropDatasetRequest request =
        DropDatasetRequest.newBuilder()
            .setName(name.toString())
            .setIdempotencyKey(UUID.randomUUID().toString())
            .build();
    Datasets.changed(screen, "dropped", client.datasets().drop(request));
    return 0;
  }
}
