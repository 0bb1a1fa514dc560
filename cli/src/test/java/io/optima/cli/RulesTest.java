package io.optima.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesTest {
  private static final Path EXAMPLE = Path.of("../examples/flights/rules.yaml");

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void theExamplePasses() {
    assertThat(run("rules", "test", EXAMPLE.toString(), "--explain")).isZero();
    assertThat(out.toString())
        .contains("✓ a long delay on a long flight", "fired very-late: ")
        .endsWith("flights: 4 tests, 4 passed, 0 failed" + System.lineSeparator());
  }

  @Test
  void whatDiffersEndsWithOne() throws IOException {
    String wrong = Files.readString(EXAMPLE).replace("fired: [late, long-haul]", "fired: [late]");
    Path file = Files.writeString(folder.resolve("wrong.yaml"), wrong);
    assertThat(run("rules", "test", file.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("fired: expected [late], came [late, long-haul]", "3 passed, 1 failed");
  }

  @Test
  void mistakesAreToldWithTheirPlaces() throws IOException {
    Path file = Files.writeString(folder.resolve("bad.yaml"), "name: x\ncolumns: {a: int}\n");
    assertThat(run("rules", "test", file.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("line 2, column 14");
    assertThat(run("rules", "test", folder.resolve("none").toString())).isEqualTo(2);
  }

  private int run(String... arguments) {
    return Main.commandLine(arguments)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
