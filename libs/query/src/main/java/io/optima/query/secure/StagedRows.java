package io.optima.query.secure;

import io.optima.model.DatasetName;
import io.optima.model.dataset.Kind;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Manifest;
import io.optima.model.dataset.Settings;
import io.optima.model.dataset.Version;
import io.optima.model.transform.RowsRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rows without a dataset, in the shape of one that no name in the store leads to: whoever holds the
 * reference to them may read them.
 */
final class StagedRows {
  private static final String GROUP = "staged";
  private static final Decision GRANTED =
      new Decision(Decision.Outcome.EVERYTHING, "staged-rows/1");

  private StagedRows() {}

  static Grant grant(String alias, RowsRef rows, Manifest manifest) {
    Version version =
        new Version(
            1,
            manifest.content(),
            rows.manifest(),
            manifest.kind(),
            manifest.schema(),
            manifest.rows(),
            manifest.bytes(),
            manifest.chunks().size(),
            null,
            List.of(),
            null,
            "",
            Instant.EPOCH,
            "");
    LogEntry dataset =
        new LogEntry(
            1,
            LogEntry.Change.PUBLISHED,
            new DatasetName(GROUP, alias),
            Kind.IMMUTABLE,
            manifest.content().algorithm(),
            new Settings("", "", Map.of(), Set.of()),
            false,
            version,
            "",
            Instant.EPOCH,
            "",
            "",
            null);
    return new Grant(dataset, version, GRANTED);
  }
}
