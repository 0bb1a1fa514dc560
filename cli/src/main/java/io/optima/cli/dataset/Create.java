package io.optima.cli.dataset;

import io.optima.cli.Remote;
import io.optima.client.OptimaClient;
import io.optima.model.DatasetName;
import io.optima.v1.CreateDatasetRequest;
import io.optima.v1.Kind;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private BirthFlags birth = new BirthFlags();

  @Override
  protected int run(OptimaClient client) {
    CreateDatasetRequest request =
        CreateDatasetRequest.newBuilder()
            .setName(name.toString())
            .setKind(Kind.KIND_IMMUTABLE)
            .setDigest(birth.digest())
            .setDescription(birth.description())
            .putAllLabels(birth.labels())
            .addAllReaders(birth.readers())
            .setIdempotencyKey(UUID.randomUUID().toString())
            .build();
    Datasets.changed(screen, "created", client.datasets().create(request));
    return 0;
  }
}
