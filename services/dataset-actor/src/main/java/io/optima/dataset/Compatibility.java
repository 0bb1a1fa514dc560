package io.optima.dataset;

import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Version;
import io.optima.model.schema.SchemaCompatibility;

/** Whether readers of the latest version can go on with the next one. */
final class Compatibility {
  private Compatibility() {}

  /**
   * Returns when they can.
   *
   * @throws OptimaException FAILED_PRECONDITION naming what breaks
   */
  static void check(DatasetName name, Version latest, Manifest next) {
    if (latest.kind() != next.kind()) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION,
          "version %d of %s is %s, this is %s: publish with --allow-breaking if that is meant",
          latest.number(),
          name,
          latest.kind(),
          next.kind());
    }
    if (latest.schema() != null && next.schema() != null) {
      SchemaCompatibility.require(latest.schema(), next.schema());
    }
  }
}
