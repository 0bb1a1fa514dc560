package io.optima.cli.dataset;

import io.optima.cli.Remote;
import io.optima.client.OptimaClient;
import io.optima.model.DatasetName;
import io.optima.v1.UndropDatasetRequest;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code optima undrop}. */
@Command(
    name = "undrop",
    description = "Bring a dropped dataset back.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
public final class Undrop extends Remote {
  @Parameters(paramLabel = "<group/name>")
  private DatasetName name;

  @Override
  protected int run(OptimaClient client) {
    UndropDatasetRequest request =
        UndropDatasetRequest.newBuilder()
            .setName(name.toString())
            .setIdempotencyKey(UUID.randomUUID().toString())
            .build();
    Datasets.changed(screen, "brought back", client.datasets().undrop(request));
    return 0;
  }
}
