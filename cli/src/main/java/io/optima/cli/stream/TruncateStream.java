package io.optima.cli.stream;

import io.optima.cli.Remote;
import io.optima.client.OptimaClient;
import io.optima.model.DatasetName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code optima stream truncate}. */
@Command(
    name = "truncate",
    description = {
      "Drop records from the head of each partition now, and for good: whole chunks,",
      "so that a few more may stay than asked for. Name at least one of --keep...."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
final class TruncateStream extends Remote {
  @Parameters(paramLabel = "<group/name>")
  private DatasetName name;

  @Mixin private Keeping keeping = new Keeping();

  @Override
  protected int run(OptimaClient client) {
    Streams.print(screen, client.streams().truncate(name.toString(), keeping.retention()));
    return 0;
  }
}
