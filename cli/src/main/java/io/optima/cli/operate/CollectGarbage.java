package io.optima.cli.operate;

import io.optima.cli.Remote;
import io.optima.cli.output.Amounts;
import io.optima.client.OptimaClient;
import io.optima.v1.CollectGarbageRequest;
import io.optima.v1.CollectGarbageResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code optima gc}. */
@Command(
    name = "gc",
    description = "Count the chunks that nothing needs any more; with --delete, remove them.",
    mixinStandardHelpOptions = true)
public final class CollectGarbage extends Remote {
  @Option(names = "--delete", description = "Remove them.")
  private boolean delete;

  @Option(
      names = "--grace",
      paramLabel = "<time>",
      description = "Younger ones stay, for example 30m or 7d; default: what the server is set to.")
  private @Nullable Duration grace;

  @Override
  protected int run(OptimaClient client) {
    CollectGarbageRequest.Builder request = CollectGarbageRequest.newBuilder().setDelete(delete);
    if (grace != null) {
      request.setGrace(com.google.protobuf.Duration.newBuilder().setSeconds(grace.toSeconds()));
    }
    CollectGarbageResponse response = client.operations().collectGarbage(request.build());
    if (screen.json()) {
      screen.json(response);
      return 0;
    }
    String what =
        Amounts.count(response.getChunks(), "chunk") + ", " + Amounts.bytes(response.getBytes());
    screen.line((response.getDeleted() ? "removed " : "nothing needs ") + what);
    screen.line("kept " + Amounts.count(response.getKept(), "chunk"));
    if (!response.getDeleted() && response.getChunks() > 0) {
      screen.note("nothing was removed: add --delete to remove them");
    }
    return 0;
  }
}
