package io.optima.cli.dataset;

import io.optima.cli.output.Amounts;
import io.optima.cli.output.Screen;
import io.optima.v1.Column;
import io.optima.v1.ContentKind;
import io.optima.v1.Dataset;
import io.optima.v1.Input;
import io.optima.v1.Kind;
import io.optima.v1.Version;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Datasets and versions as text. */
final class Datasets {
  private Datasets() {}

  static void changed(Screen screen, String what, Dataset dataset) {
    if (screen.json()) {
      screen.json(dataset);
    } else {
      screen.line(what + " " + dataset.getName());
    }
  }

  static void describe(Screen screen, Dataset dataset) {
    field(screen, "dataset", dataset.getName() + (dataset.getDropped() ? " (dropped)" : ""));
    field(screen, "description", dataset.getDescription());
    field(screen, "owner", dataset.getOwner());
    field(screen, "readers", String.join(", ", dataset.getReadersList()));
    field(screen, "labels", labels(dataset.getLabelsMap()));
    field(screen, "digest", dataset.getDigest());
    if (dataset.getKind() == Kind.KIND_STREAM) {
      field(screen, "content", content(dataset) + ": see optima stream describe");
    }
    field(screen, "changed", Amounts.moment(dataset.getChanged()));
  }

  static void describe(Screen screen, Version version) {
    field(screen, "version", String.valueOf(version.getNumber()));
    field(screen, "content id", version.getContentId());
    field(screen, "content", content(version));
    field(screen, "published", published(version));
    field(screen, "message", version.getMessage());
    field(screen, "made by", origin(version));
    for (Input input : version.getInputsList()) {
      field(screen, "from", input.getDataset() + "@" + input.getVersion());
    }
    version.getSchema().getColumnsList().forEach(column -> column(screen, column));
  }

  /** What it holds, in a few words. */
  static String content(Dataset dataset) {
    if (dataset.getKind() == Kind.KIND_STREAM) {
      return "stream, " + Amounts.count(dataset.getPartitions(), "partition");
    }
    return dataset.hasLatest() ? content(dataset.getLatest()) : "nothing yet";
  }

  /** {@code 20,000 rows, 6 columns, 312 kB in 2 chunks} */
  static String content(Version version) {
    String stored =
        Amounts.bytes(version.getBytes()) + " in " + Amounts.count(version.getChunks(), "chunk");
    if (version.getKind() != ContentKind.CONTENT_KIND_TABLE) {
      return kind(version.getKind()) + ", " + stored;
    }
    return Amounts.count(version.getRows(), "row")
        + ", "
        + Amounts.count(version.getSchema().getColumnsCount(), "column")
        + ", "
        + stored;
  }

  static String kind(ContentKind kind) {
    return kind.name().replace("CONTENT_KIND_", "").toLowerCase(Locale.ROOT);
  }

  static String labels(Map<String, String> labels) {
    return labels.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(" "));
  }

  private static String published(Version version) {
    return Amounts.moment(version.getTime()) + " by " + version.getAuthor();
  }

  private static String origin(Version version) {
    return version.hasOrigin()
        ? version.getOrigin().getTransformation()
            + " revision "
            + version.getOrigin().getRevision()
            + ", run "
            + version.getOrigin().getRun()
        : "";
  }

  private static void column(Screen screen, Column column) {
    screen.line("  " + column.getName() + "  " + column.getType());
  }

  private static void field(Screen screen, String name, String value) {
    if (!value.isEmpty()) {
      screen.line(String.format(Locale.ROOT, "%-12s %s", name, value));
    }
  }
}
