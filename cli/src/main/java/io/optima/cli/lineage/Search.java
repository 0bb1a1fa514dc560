package io.optima.cli.lineage;

import io.optima.cli.Remote;
import io.optima.cli.output.Table;
import io.optima.client.OptimaClient;
import io.optima.v1.SearchHit;
import io.optima.v1.SearchRequest;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code optima search}. */
@Command(
    name = "search",
    description = "Find datasets by words in names, descriptions, labels and columns.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
public final class Search extends Remote {
  @Parameters(arity = "1..*", paramLabel = "<word>")
  private List<String> words;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "<count>",
      description = "At most so many; default: ${DEFAULT-VALUE}.")
  private int limit = 20;

  @Override
  protected int run(OptimaClient client) {
    SearchRequest request =
        SearchRequest.newBuilder().setText(String.join(" ", words)).setLimit(limit).build();
    Table table = new Table("dataset", "found in", "description");
    client.lineage().search(request).forEach(hit -> add(hit, table));
    if (!screen.json()) {
      table.print(screen.out());
    }
    return 0;
  }

  private void add(SearchHit hit, Table table) {
    if (screen.json()) {
      screen.json(hit);
    } else {
      table.add(hit.getDataset().getName(), hit.getSnippet(), hit.getDataset().getDescription());
    }
  }
}
