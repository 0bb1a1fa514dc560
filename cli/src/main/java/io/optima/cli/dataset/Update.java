package io.optima.cli.dataset;

import io.optima.cli.Remote;
import io.optima.client.OptimaClient;
import io.optima.model.DatasetName;
import io.optima.v1.UpdateDatasetRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code optima update}. */
@Command(
    name = "update",
    description = "Change owner, description, labels or readers of a dataset.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
public final class Update extends Remote {
  @Parameters(paramLabel = "<group/name>")
  private DatasetName name;

  @Option(names = "--owner", paramLabel = "<principal>")
  private @Nullable String owner;

  @Option(names = "--description", paramLabel = "<text>")
  private @Nullable String description;

  @Option(names = "--label", paramLabel = "<key=value>", description = "Set a label.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(names = "--remove-label", paramLabel = "<key>")
  private List<String> removeLabels = new ArrayList<>();

  @Option(names = "--add-reader", paramLabel = "<principal>", description = "* is everybody.")
  private List<String> addReaders = new ArrayList<>();

  @Option(names = "--remove-reader", paramLabel = "<principal>")
  private List<String> removeReaders = new ArrayList<>();

  @Override
  protected int run(OptimaClient client) {
    UpdateDatasetRequest.Builder request =
        UpdateDatasetRequest.newBuilder()
            .setName(name.toString())
            .putAllSetLabels(labels)
            .addAllRemoveLabels(removeLabels)
            .addAllAddReaders(addReaders)
            .addAllRemoveReaders(removeReaders)
            .setIdempotencyKey(UUID.randomUUID().toString());
    if (owner != null) {
      request.setOwner(owner);
    }
    if (description != null) {
      request.setDescription(description);
    }
    Datasets.changed(screen, "updated", client.datasets().update(request.build()));
    return 0;
  }
}
