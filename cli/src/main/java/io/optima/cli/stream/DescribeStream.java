package io.optima.cli.stream;

import io.optima.cli.Remote;
import io.optima.client.OptimaClient;
import io.optima.model.DatasetName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code optima stream describe}. */
@Command(
    name = "describe",
    description = "Show a stream's settings, and how far its partitions are.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
final class DescribeStream extends Remote {
  @Parameters(paramLabel = "<group/name>")
  private DatasetName name;

  @Override
  protected int run(OptimaClient client) {
    Streams.print(screen, client.streams().describe(name.toString()));
    return 0;
  }
}
