package io.optima.cli.dataset;

import io.optima.cli.Remote;
import io.optima.cli.output.Amounts;
import io.optima.cli.output.ProgressLine;
import io.optima.client.OptimaClient;
import io.optima.client.Watch;
import io.optima.model.DatasetRef;
import io.optima.v1.VerifyResponse;
import io.optima.v1.VerifyResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code optima verify}. */
@Command(
    name = "verify",
    description = "Read every stored byte of a version again and compare all digests.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
public final class Verify extends Remote {
  @Parameters(paramLabel = "<group/name[@version]>")
  private DatasetRef reference;

  @Override
  protected int run(OptimaClient client) {
    VerifyResult result = VerifyResult.getDefaultInstance();
    try (ProgressLine progress = new ProgressLine();
        Watch<VerifyResponse> parts = client.datasets().verify(reference.toString())) {
      while (parts.hasNext()) {
        VerifyResponse part = parts.next();
        if (part.hasResult()) {
          result = part.getResult();
        } else {
          progress.text(
              "verified %d of %d chunks"
                  .formatted(
                      part.getProgress().getChunksDone(), part.getProgress().getChunksTotal()));
        }
      }
    }
    print(result);
    return result.getIntact() ? 0 : 1;
  }

  private void print(VerifyResult result) {
    if (screen.json()) {
      screen.json(result);
      return;
    }
    String read =
        Amounts.count(result.getChunks(), "chunk") + ", " + Amounts.bytes(result.getBytes());
    if (result.getIntact()) {
      screen.line("verified " + reference + ": " + read + " are what they were");
      screen.line("  " + result.getContentId());
    } else {
      screen.line("NOT intact: " + reference + ", " + read + " read");
      screen.line("  " + result.getDifference());
    }
  }
}
