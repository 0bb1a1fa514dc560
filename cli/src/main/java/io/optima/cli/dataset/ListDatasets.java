package io.optima.cli.dataset;

import io.optima.cli.Remote;
import io.optima.cli.output.Amounts;
import io.optima.cli.output.Table;
import io.optima.client.OptimaClient;
import io.optima.v1.Dataset;
import io.optima.v1.ListDatasetsRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code optima list}. */
@Command(
    name = "list",
    aliases = "ls",
    description = "List datasets.",
    mixinStandardHelpOptions = true)
public final class ListDatasets extends Remote {
  @Parameters(arity = "0..1", paramLabel = "<group>", description = "Only of this group.")
  private String group = "";

  @Option(names = "--label", paramLabel = "<key=value>", description = "Only with this label.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(names = "--owner", paramLabel = "<principal>", description = "Only of this owner.")
  private String owner = "";

  @Option(names = "--text", paramLabel = "<words>", description = "Only with these words.")
  private String text = "";

  @Option(names = "--dropped", description = "Dropped ones too.")
  private boolean dropped;

  @Override
  protected int run(OptimaClient client) {
    ListDatasetsRequest request =
        ListDatasetsRequest.newBuilder()
            .setGroup(group)
            .putAllLabels(labels)
            .setOwner(owner)
            .setText(text)
            .setDropped(dropped)
            .build();
    Table table = new Table("dataset", "version", "content", "owner", "changed", "labels").right(1);
    client.datasets().list(request).forEach(dataset -> add(dataset, table));
    if (!screen.json()) {
      table.print(screen.out());
    }
    return 0;
  }

  private void add(Dataset dataset, Table table) {
    if (screen.json()) {
      screen.json(dataset);
      return;
    }
    boolean published = dataset.hasLatest();
    table.add(
        dataset.getName() + (dataset.getDropped() ? " (dropped)" : ""),
        published ? String.valueOf(dataset.getLatest().getNumber()) : "",
        Datasets.content(dataset),
        dataset.getOwner(),
        Amounts.moment(dataset.getChanged()),
        Datasets.labels(dataset.getLabelsMap()));
  }
}
