package io.optima.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class WorkloadsTest {
  @Test
  void publishedFileHasTheHeaderAndRowsBehindThoseLeftOut(@TempDir Path folder) throws IOException {
    Path csv = Files.writeString(folder.resolve("rows.csv"), "id\n1\n2\n3\n");

    try (InputStream rows = PublishWorkload.without(csv, 2)) {
      assertThat(new String(rows.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("id\n3\n");
    }
  }

  @Test
  void thereAreTwentyTwoQueriesOnPublishedTables() {
    assertThat(TpchQuery.all())
        .hasSize(22)
        .allSatisfy(query -> assertThat(query.sql()).contains("from tpch."));
  }

  @Test
  void unknownWorkloadsAndSizesAreRefused() {
    assertThat(refusal("publsh")).contains("no workload 'publsh'", "publish, read, query");
    assertThat(refusal("--scale=0", "publish")).contains("--scale 0.0");
    assertThat(refusal("--rounds=0", "publish")).contains("--rounds 0");
  }

  private static String refusal(String... arguments) {
    java.io.StringWriter said = new java.io.StringWriter();
    int status =
        new CommandLine(new Main()).setErr(new java.io.PrintWriter(said)).execute(arguments);
    assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
    return said.toString();
  }
}
