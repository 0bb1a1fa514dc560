package io.optima.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The table that people read and the JSON that machines compare. */
final class Report {
  private static final String ROW = "%-44s %-44s %8s %8s %8s  %s%n";

  private Report() {}

  static String table(List<Ratio> ratios) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(Locale.ROOT, ROW, "work", "baseline", "ours s", "base s", "ratio", "target"));
    for (Ratio ratio : ratios) {
      text.append(
          String.format(
              Locale.ROOT,
              ROW,
              ratio.work(),
              ratio.against(),
              seconds(Ratio.median(ratio.ours())),
              seconds(Ratio.median(ratio.baseline())),
              String.format(Locale.ROOT, "%.2f", ratio.value()),
              ratio.goal() + (ratio.reached() ? "" : "  missed")));
    }
    return text.toString();
  }

  static void write(Path file, List<Ratio> ratios) throws IOException {
    List<Map<String, Object>> rows =
        ratios.stream()
            .map(
                ratio ->
                    Map.<String, Object>of(
                        "work", ratio.work(),
                        "baseline", ratio.against(),
                        "ours_seconds", ratio.ours(),
                        "baseline_seconds", ratio.baseline(),
                        "ratio", ratio.value(),
                        "target", ratio.goal(),
                        "reached", ratio.reached()))
            .toList();
    Files.writeString(
        file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(rows));
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, value < 0.1 ? "%.4f" : "%.2f", value);
  }
}
