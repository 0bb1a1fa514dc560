package io.optima.cli.dataset;

import io.optima.cli.Remote;
import io.optima.cli.output.Amounts;
import io.optima.cli.output.RowsOutput;
import io.optima.client.OptimaClient;
import io.optima.client.RowStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code optima sql}: a SELECT over Flight SQL. */
@Command(
    name = "sql",
    description = {
      "Run a SELECT. Datasets are named group.name, or \"group\".\"name@3\" for a version.",
      "Prints a table, or CSV or JSON lines."
    },
    mixinStandardHelpOptions = true)
public final class Sql extends Remote {
  @Parameters(arity = "0..1", paramLabel = "<select>", description = "- reads standard input.")
  private @Nullable String select;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "<file>",
      description = "Read the SELECT from a file.")
  private @Nullable Path file;

  @Option(names = "--csv", description = "Print CSV.")
  private boolean csv;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "<rows>",
      description = "Rows of a table to show; default: ${DEFAULT-VALUE}. CSV and JSON have all.")
  private int limit = 100;

  @Override
  protected int run(OptimaClient client) throws IOException {
    long began = System.nanoTime();
    try (RowStream rows = client.rows().query(text())) {
      if (screen.json()) {
        RowsOutput.json(rows, screen.out());
      } else if (csv) {
        RowsOutput.csv(rows, screen.out());
      } else {
        long count = RowsOutput.table(rows, screen.out(), limit);
        String shown = count > limit ? ", " + Amounts.count(limit) + " shown" : "";
        long millis = (System.nanoTime() - began) / 1_000_000;
        screen.line("(" + Amounts.count(count, "row") + shown + ", " + millis + " ms)");
      }
    }
    return 0;
  }

  private String text() throws IOException {
    if ((select == null) == (file == null)) {
      throw screen.usage("give the SELECT as an argument, or a file with --file");
    }
    if (file != null) {
      return Files.readString(file);
    }
    return "-".equals(select)
        ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
        : java.util.Objects.requireNonNull(select);
  }
}
