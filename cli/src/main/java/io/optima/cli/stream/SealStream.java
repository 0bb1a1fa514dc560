package io.optima.cli.stream;

import io.optima.cli.Remote;
import io.optima.client.OptimaClient;
import io.optima.model.DatasetName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code optima stream seal}. */
@Command(
    name = "seal",
    description = "Move what lies in the journal to chunks now.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
final class SealStream extends Remote {
  @Parameters(paramLabel = "<group/name>")
  private DatasetName name;

  @Override
  protected int run(OptimaClient client) {
    Streams.print(screen, client.streams().seal(name.toString()));
    return 0;
  }
}
