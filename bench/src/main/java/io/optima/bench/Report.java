package io.optima.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The table that people read and the JSON that machines compare. */
final class Report {
  private Report() {}

  static String table(List<Ratio> ratios) {
    StringBuilder text = new StringBuilder();
    text.append(
        row("work", "baseline", "ours", "baseline", "ratio", "rounds", "cpu", "target", ""));
    for (Ratio ratio : ratios) {
      text.append(
          row(
              ratio.work(),
              ratio.against(),
              seconds(Ratio.median(ratio.ours(), Cost::wall)),
              seconds(Ratio.median(ratio.baseline(), Cost::wall)),
              two(ratio.value()),
              two(Collections.min(ratio.rounds())) + "–" + two(Collections.max(ratio.rounds())),
              Double.isFinite(ratio.cpu()) ? two(ratio.cpu()) : "",
              ratio.goal(),
              ratio.target() == null ? "" : ratio.met() ? "met" : "missed"));
    }
    return text.toString();
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, "%-38s %-34s %9s %9s %6s  %-11s %6s  %-8s%s%n", cells);
  }

  static void write(Path file, Sizes sizes, Duration took, List<Ratio> ratios) throws IOException {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("time", Instant.now().toString());
    run.put("seconds", took.toSeconds());
    run.put("processors", Runtime.getRuntime().availableProcessors());
    run.put("java", Runtime.version().toString());
    run.put("scale", sizes.scale());
    run.put("rounds", sizes.rounds());
    run.put("versions", sizes.versions());
    run.put("datasets", sizes.datasets());
    run.put("ratios", ratios.stream().map(Report::json).toList());
    Files.writeString(
        file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(run));
  }

  private static Map<String, Object> json(Ratio ratio) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("work", ratio.work());
    row.put("baseline", ratio.against());
    row.put("ratio", ratio.value());
    if (ratio.target() != null) {
      row.put("target", ratio.goal());
      row.put("met", ratio.met());
    }
    row.put("ours_seconds", ratio.ours());
    row.put("baseline_seconds", ratio.baseline());
    return row;
  }

  private static String two(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** With three digits that mean something, for example {@code 4.21 s} or {@code 310 ms}. */
  static String seconds(double value) {
    return value < 1
        ? String.format(Locale.ROOT, value < 0.1 ? "%.1f ms" : "%.0f ms", value * 1000)
        : String.format(Locale.ROOT, "%.2f s", value);
  }
}
