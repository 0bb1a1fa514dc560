package io.optima.cli.dataset;

import io.optima.cli.Remote;
import io.optima.client.OptimaClient;
import io.optima.model.DatasetName;
import io.optima.v1.CreateDatasetRequest;
import io.optima.v1.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code optima create}: a dataset without a version yet. */
@Command(
    name = "create",
    description = "Create a dataset; publishing creates it too.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
public final class Create extends Remote {
  @Parameters(paramLabel = "<group/name>")
  private DatasetName name;

  @Option(names = "--description", paramLabel = "<text>")
  private String description = "";

  @Option(names = "--label", paramLabel = "<key=value>", description = "A label; repeatable.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(names = "--reader", paramLabel = "<principal>", description = "Who may read; * is all.")
  private List<String> readers = new ArrayList<>();

  @Option(
      names = "--digest",
      paramLabel = "<algorithm>",
      description = "Of its content ids: sha256, md5 or siphash-2-4; default: ${DEFAULT-VALUE}.")
  private String digest = "sha256";

  @Override
  protected int run(OptimaClient client) {
    CreateDatasetRequest request =
        CreateDatasetRequest.newBuilder()
            .setName(name.toString())
            .setKind(Kind.KIND_IMMUTABLE)
            .setDigest(digest)
            .setDescription(description)
            .putAllLabels(labels)
            .addAllReaders(readers)
            .setIdempotencyKey(UUID.randomUUID().toString())
            .build();
    Datasets.changed(screen, "created", client.datasets().create(request));
    return 0;
  }
}
