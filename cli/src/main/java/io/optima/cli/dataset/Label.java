package io.optima.cli.dataset;

import io.optima.cli.Remote;
import io.optima.client.OptimaClient;
import io.optima.model.DatasetName;
import io.optima.v1.Dataset;
import io.optima.v1.UpdateDatasetRequest;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code optima label}: the short form of {@code update} for labels. */
@Command(
    name = "label",
    description = "Set labels (key=value) or take them away (key-).",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
public final class Label extends Remote {
  @Parameters(index = "0", paramLabel = "<group/name>")
  private DatasetName name;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "<key=value|key->")
  private List<String> changes;

  @Override
  protected int run(OptimaClient client) {
    UpdateDatasetRequest.Builder request =
        UpdateDatasetRequest.newBuilder()
            .setName(name.toString())
            .setIdempotencyKey(UUID.randomUUID().toString());
    changes.forEach(change -> add(change, request));
    Dataset dataset = client.datasets().update(request.build());
    Datasets.changed(screen, "labels " + Datasets.labels(dataset.getLabelsMap()) + " on", dataset);
    return 0;
  }

  private void add(String change, UpdateDatasetRequest.Builder request) {
    int equals = change.indexOf('=');
    if (equals > 0) {
      request.putSetLabels(change.substring(0, equals), change.substring(equals + 1));
    } else if (equals < 0 && change.length() > 1 && change.endsWith("-")) {
      request.addRemoveLabels(change.substring(0, change.length() - 1));
    } else {
      throw screen.usage("'" + change + "' is not of the form key=value or key-");
    }
  }
}
