package io.optima.wasm.endive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.wasm.RawModules;
import io.optima.wasm.WasmEngine;
import io.optima.wasm.WasmLimits;
import io.optima.wasm.WasmProgram;
import io.optima.wasm.WasmRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptModulesTest {
  private static final WasmProgram PROGRAM = WasmProgram.of("raw@1", RawModules.growing(200));
  private static final FileTime LONG_AGO = FileTime.fromMillis(0);

  @TempDir Path temporary;

  private Path folder() {
    return temporary.resolve("compiled");
  }

  private Path file() {
    return folder().resolve("endive-1.0.0").resolve(PROGRAM.digest().hex());
  }

  private void run() throws IOException {
    try (WasmEngine engine = EndiveEngine.compiling(folder());
        WasmRun run = engine.start(PROGRAM, List.of(), WasmLimits.DEFAULTS)) {
      assertThat(run.output().readAllBytes()).isEmpty();
    }
  }

  @Test
  void theNextEngineTakesWhatIsThere() throws IOException {
    run();
    Files.setLastModifiedTime(file(), LONG_AGO);
    run();
    assertThat(Files.getLastModifiedTime(file())).isEqualTo(LONG_AGO);
  }

  @Test
  void aDamagedModuleIsCompiledAgain() throws IOException {
    run();
    byte[] damaged = Files.readAllBytes(file());
    damaged[damaged.length / 2] ^= 1;
    Files.write(file(), damaged);
    run();
    assertThat(Files.readAllBytes(file())).isNotEqualTo(damaged);
    Files.setLastModifiedTime(file(), LONG_AGO);
    run();
    assertThat(Files.getLastModifiedTime(file())).isEqualTo(LONG_AGO);
  }

  @Test
  void nobodyElseMayLookIn() throws IOException {
    run();
    assertThat(Files.getPosixFilePermissions(file().getParent()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxrwxr-x"));
    assertThatThrownBy(() -> EndiveEngine.compiling(folder()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("0700");
  }
}
