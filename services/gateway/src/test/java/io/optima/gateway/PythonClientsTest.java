package io.optima.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Clients that nobody here wrote, in the versions that {@code requirements.txt} pins. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PythonClientsTest {
  private static final Path MODULE = Path.of("").toAbsolutePath();
  private static final Path REQUIREMENTS =
      MODULE.resolve("../../testing/system/requirements.txt").normalize();
  private static final Path SCRIPTS = MODULE.resolve("src/test/python");

  private Doors doors;
  private Path python;

  @BeforeAll
  void open(@TempDir Path home) throws Exception {
    python = environment();
    doors = Doors.open(home);
  }

  @AfterAll
  void close() {
    doors.close();
  }

  /** Made once for each content of the requirements, beside what else the build makes. */
  private static Path environment() throws Exception {
    String wanted = Files.readString(REQUIREMENTS);
    Path folder = MODULE.resolve("target/python-" + Integer.toHexString(wanted.hashCode()));
    Path complete = folder.resolve("complete");
    if (!Files.exists(complete)) {
      run(List.of("python3", "-m", "venv", folder.toString()));
      run(
          List.of(
              folder.resolve("bin/pip").toString(),
              "install",
              "--quiet",
              "--requirement",
              REQUIREMENTS.toString()));
      Files.createFile(complete);
    }
    return folder.resolve("bin/python");
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as("%s%n%s", command, output).isZero();
    return output;
  }

  private String script(String name) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(python.toString());
    command.add(SCRIPTS.resolve(name).toString());
    command.add(String.valueOf(doors.grpcPort()));
    command.add("ada");
    return run(command);
  }

  @Test
  void pyarrowListsReadsPublishesAndActs() throws Exception {
    assertThat(script("flight_client.py")).endsWith("ok\n");
  }

  @Test
  void adbcQueriesBindsBrowsesAndIngests() throws Exception {
    assertThat(script("adbc_client.py")).endsWith("ok\n");
  }
}
