package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.client.OptimaClient;
import io.optima.client.Watch;
import io.optima.v1.VerifyResponse;

/** Reading every stored byte of a version again. */
final class Verifying {
  private Verifying() {}

  /** The first difference from what was published; empty when there is none. */
  static String difference(OptimaClient client, String reference) {
    VerifyResponse last = VerifyResponse.getDefaultInstance();
    try (Watch<VerifyResponse> watch = client.datasets().verify(reference)) {
      while (watch.hasNext()) {
        last = watch.next();
      }
    }
    String difference = last.getResult().getDifference();
    assertThat(last.getResult().getIntact()).isEqualTo(difference.isEmpty());
    return difference;
  }
}
