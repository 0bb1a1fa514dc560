package io.optima.testing.system;

import io.optima.client.OptimaClient;
import io.optima.client.Watch;
import io.optima.v1.Run;
import io.optima.v1.StartRunRequest;

/** Starting runs and waiting for their end. */
final class Runs {
  private Runs() {}

  static Run run(OptimaClient client, String transformation) {
    return finished(client, start(client, transformation).getId());
  }

  static Run start(OptimaClient client, String transformation) {
    return client
        .transformations()
        .start(StartRunRequest.newBuilder().setTransformation(transformation).build());
  }

  static Run runAs(OptimaClient client, String transformation, String output) {
    StartRunRequest request =
        StartRunRequest.newBuilder().setTransformation(transformation).setOutput(output).build();
    return finished(client, client.transformations().start(request).getId());
  }

  static boolean ended(Run run) {
    return switch (run.getState()) {
      case RUN_STATE_SUCCEEDED, RUN_STATE_FAILED, RUN_STATE_CANCELLED -> true;
      default -> false;
    };
  }

  static Run finished(OptimaClient client, String id) {
    Run last = client.transformations().run(id);
    try (Watch<Run> watch = client.transformations().watch(id)) {
      while (watch.hasNext()) {
        last = watch.next();
      }
    }
    return last;
  }
}
