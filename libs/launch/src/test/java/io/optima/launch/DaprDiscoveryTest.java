package io.optima.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which Dapr the script takes, without a JVM: {@code optima test} in a copy of the installation,
 * where {@code mvn} says what it was given and {@code go} makes empty programs.
 */
class DaprDiscoveryTest {
  private static final String[] PROGRAMS = {"daprd", "placement", "scheduler"};

  @TempDir Path folder;

  @BeforeEach
  void copyTheScript() throws IOException {
    Path script = Installation.find().root().resolve("optima");
    Files.createDirectories(folder.resolve("root"));
    Files.copy(script, folder.resolve("root/optima"));
    program(folder.resolve("bin/mvn"), "echo \"dapr is $OPTIMA_DAPR_BIN\"");
    program(
        folder.resolve("bin/go"),
        "while [ \"$1\" != -o ]; do shift; done",
        "for each in daprd placement scheduler; do echo '#!/bin/sh' > $2$each; chmod +x $2$each;"
            + " done");
  }

  @Test
  void theRuntimeOfDaprInitIsTakenWhenItIsTheRightOne() throws Exception {
    Path installed = runtime(folder.resolve("home/.dapr/bin"), Installation.DAPR_VERSION);

    assertThat(optimaTest(Map.of())).endsWith("dapr is " + installed + "\n");
    assertThat(built()).doesNotExist();
  }

  @Test
  void anotherVersionIsLeftAloneAndTheRightOneBuiltOnce() throws Exception {
    runtime(folder.resolve("home/.dapr/bin"), "1.17.0");

    assertThat(optimaTest(Map.of()))
        .contains("building Dapr")
        .endsWith("dapr is " + built() + "\n");
    assertThat(optimaTest(Map.of())).isEqualTo("dapr is " + built() + "\n");
  }

  @Test
  void aRuntimeWithoutSchedulerIsNoRuntime() throws Exception {
    Path installed = runtime(folder.resolve("home/.dapr/bin"), Installation.DAPR_VERSION);
    Files.delete(installed.resolve("scheduler"));

    assertThat(optimaTest(Map.of())).endsWith("dapr is " + built() + "\n");
  }

  @Test
  void aNamedFolderComesFirstAndMustHoldEverything() throws Exception {
    runtime(folder.resolve("home/.dapr/bin"), Installation.DAPR_VERSION);
    Path named = runtime(folder.resolve("named"), "any");

    assertThat(optimaTest(Map.of("OPTIMA_DAPR_BIN", named.toString())))
        .isEqualTo("dapr is " + named + "\n");
    Files.delete(named.resolve("placement"));
    assertThat(optimaTest(Map.of("OPTIMA_DAPR_BIN", named.toString())))
        .contains("does not hold daprd, placement and scheduler");
  }

  private Path built() {
    return folder.resolve("root/.optima/dapr").resolve(Installation.DAPR_VERSION);
  }

  private static Path runtime(Path folder, String version) throws IOException {
    for (String name : PROGRAMS) {
      program(folder.resolve(name), "echo " + version);
    }
    return folder;
  }

  private static void program(Path file, String... lines) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private String optimaTest(Map<String, String> more) throws Exception {
    ProcessBuilder command = new ProcessBuilder("bash", root("optima").toString(), "test");
    Map<String, String> environment = command.environment();
    environment.keySet().removeIf(name -> name.startsWith("OPTIMA_"));
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("PATH", folder.resolve("bin") + ":" + environment.get("PATH"));
    environment.putAll(more);
    Path output = folder.resolve("output");
    Process process = command.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(output);
  }

  private Path root(String name) {
    return folder.resolve("root").resolve(name);
  }
}
