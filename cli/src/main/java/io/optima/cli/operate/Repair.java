package io.optima.cli.operate;

import io.optima.cli.Remote;
import io.optima.cli.output.Amounts;
import io.optima.cli.output.ProgressLine;
import io.optima.client.OptimaClient;
import io.optima.client.Watch;
import io.optima.v1.RepairResponse;
import picocli.CommandLine.Command;

/** {@code optima repair}. */
@Command(
    name = "repair",
    description = "Build actor state and the lineage index again from the store.",
    mixinStandardHelpOptions = true)
public final class Repair extends Remote {
  @Override
  protected int run(OptimaClient client) {
    long done = 0;
    long findings = 0;
    try (ProgressLine progress = new ProgressLine();
        Watch<RepairResponse> parts = client.operations().repair()) {
      while (parts.hasNext()) {
        RepairResponse part = parts.next();
        done = Math.max(done, part.getDatasetsDone());
        findings += part.getFinding().isEmpty() ? 0 : 1;
        print(part, progress);
      }
    }
    if (!screen.json()) {
      screen.line(
          "repaired: %s looked at, %s"
              .formatted(Amounts.count(done, "dataset"), Amounts.count(findings, "finding")));
    }
    return 0;
  }

  private void print(RepairResponse part, ProgressLine progress) {
    if (screen.json()) {
      screen.json(part);
    } else if (part.getFinding().isEmpty()) {
      progress.text("%d of %d datasets".formatted(part.getDatasetsDone(), part.getDatasetsTotal()));
    } else {
      screen.line(part.getFinding());
    }
  }
}
