package io.optima.cli.dataset;

import io.optima.cli.Remote;
import io.optima.cli.output.Amounts;
import io.optima.cli.output.Table;
import io.optima.client.OptimaClient;
import io.optima.model.DatasetName;
import io.optima.v1.Version;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code optima versions}. */
@Command(
    name = "versions",
    description = "List the versions of a dataset, newest first.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
public final class Versions extends Remote {
  @Parameters(paramLabel = "<group/name>")
  private DatasetName name;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "<count>",
      description = "At most so many; default: ${DEFAULT-VALUE}.")
  private int limit = 50;

  @Override
  protected int run(OptimaClient client) {
    Table table =
        new Table("version", "content id", "content", "author", "published", "message").right(0);
    try (Stream<Version> versions = client.datasets().versions(name.toString())) {
      versions.limit(limit).forEach(version -> add(version, table));
    }
    if (!screen.json()) {
      table.print(screen.out());
    }
    return 0;
  }

  private void add(Version version, Table table) {
    if (screen.json()) {
      screen.json(version);
      return;
    }
    table.add(
        String.valueOf(version.getNumber()),
        Amounts.shortId(version.getContentId()),
        Datasets.content(version),
        version.getAuthor(),
        Amounts.moment(version.getTime()),
        version.getMessage());
  }
}
