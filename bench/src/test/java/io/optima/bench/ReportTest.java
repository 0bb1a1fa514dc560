package io.optima.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
  private static final Ratio MISSED =
      new Rounds(List.of(new Cost(3, 3), new Cost(5, 3)), List.of(new Cost(2, 1), new Cost(2, 1)))
          .time("queries", "engine", 1.15);
  private static final Ratio SHOWN =
      new Rounds(List.of(new Cost(0.01, 0)), List.of(new Cost(0.02, 0)))
          .speed("detail", "engine", null);

  @Test
  void tableSaysWhatMissedItsTargetAndHowFarRoundsLieApart() {
    List<String> lines = Report.table(List.of(MISSED, SHOWN)).lines().toList();

    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).contains("2.00", "1.50–2.50", "3.00", "≤ 1.15", "missed", "4.00 s");
    assertThat(lines.get(2)).contains("10.0 ms").doesNotContain("met", "missed");
  }

  @Test
  void jsonHoldsEveryRound(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("figures.json");
    Report.write(file, Sizes.QUICK, Duration.ofSeconds(7), List.of(MISSED, SHOWN));

    JsonNode ratios = JsonMapper.shared().readTree(Files.readString(file)).get("ratios");
    assertThat(ratios.get(0).get("ours_seconds").get(1).get("wall").asDouble()).isEqualTo(5.0);
    assertThat(ratios.get(0).get("met").asBoolean()).isFalse();
    assertThat(ratios.get(1).has("target")).isFalse();
  }
}
