package io.optima.dataset;

import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Version;

/** Whether readers of the latest version can go on with the next one. */
final class Compatibility {
  private Compatibility() {}

  static void check(DatasetName name, Version latest, Manifest next) {
    if (latest.kind() != next.kind()) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "version %d of %s is %s, this is %s: allow a breaking change to publish it",
          latest.number(),
          name,
          latest.kind(),
          next.kind());
    }
  }
}
