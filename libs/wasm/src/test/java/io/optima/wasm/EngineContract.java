package io.optima.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.testing.wasm.GoModules;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every engine does with good modules and with bad ones. */
@Timeout(300)
public abstract class EngineContract {
  private static final WasmLimits LIMITS = WasmLimits.DEFAULTS.withTime(Duration.ofMinutes(4));
  private static final WasmProgram MISBEHAVE = misbehave();

  protected abstract WasmEngine engine();

  private static WasmProgram misbehave() {
    try {
      GoModules modules = new GoModules(Path.of("src/test/go"), Path.of("target"));
      return WasmProgram.of("tools/odd@1", Files.readAllBytes(modules.module("misbehave")));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Runs a module with an input that a thread of its own writes. */
  private byte[] run(WasmProgram program, WasmLimits limits, byte[] input, String... args)
      throws Exception {
    try (WasmRun run = engine().start(program, List.of(args), limits);
        InputStream output = run.output()) {
      Thread feeder = Thread.ofVirtual().start(() -> feed(run, input));
      byte[] result = output.readAllBytes();
      feeder.join();
      assertThat(run.written()).isEqualTo(result.length);
      return result;
    }
  }

  private static void feed(WasmRun run, byte[] input) {
    try (OutputStream to = run.input()) {
      to.write(input);
    } catch (IOException moduleHasEnded) {
      assertThat(moduleHasEnded).isNotNull();
    }
  }

  private void fails(ErrorCode code, String message, WasmLimits limits, String what) {
    fails(code, message, limits, MISBEHAVE, what);
  }

  private void fails(
      ErrorCode code, String message, WasmLimits limits, WasmProgram program, String... args) {
    assertThatThrownBy(() -> run(program, limits, new byte[0], args))
        .isInstanceOfSatisfying(
            OptimaException.class,
            failure -> {
              assertThat(failure.text()).contains("module " + program.name()).contains(message);
              assertThat(failure.code()).isEqualTo(code);
            });
  }

  private static WasmProgram raw(byte[] bytes) {
    return WasmProgram.of("raw@1", bytes);
  }

  @Test
  void bytesComeOutAsTheyWentIn() throws Exception {
    byte[] input = new byte[20_000_003];
    new Random(7).nextBytes(input);
    assertThat(run(MISBEHAVE, LIMITS, input, "copy")).isEqualTo(input);
  }

  @Test
  void nothingInMakesNothingOut() throws Exception {
    assertThat(run(MISBEHAVE, LIMITS, new byte[0], "copy")).isEmpty();
  }

  @Test
  void aModuleNeedNotReadEverything() throws Exception {
    byte[] input = "0123456789".repeat(2_000_000).getBytes(StandardCharsets.US_ASCII);
    assertThat(run(MISBEHAVE, LIMITS, input, "first")).asString().isEqualTo("0123456789");
  }

  @Test
  void thereAreNoFilesAndNoEnvironment() throws Exception {
    assertThat(run(MISBEHAVE, LIMITS, new byte[0], "files"))
        .asString()
        .startsWith("[] open /etc/passwd: ")
        .contains("open here: ")
        .endsWith("[] [tools/odd@1 files]\n");
  }

  @Test
  void aLoopEndsWithItsTime() {
    WasmLimits brief = LIMITS.withTime(Duration.ofSeconds(2));
    fails(ErrorCode.RESOURCE_EXHAUSTED, "took longer than 2.0 s", brief, "loop");
    fails(
        ErrorCode.RESOURCE_EXHAUSTED, "took longer than 2.0 s", brief, raw(RawModules.tightLoop()));
  }

  @Test
  void sleepingAndWaitingForInputEndWithTheTime() throws Exception {
    WasmLimits brief = LIMITS.withTime(Duration.ofSeconds(2));
    fails(ErrorCode.RESOURCE_EXHAUSTED, "took longer than", brief, "wait");
    try (WasmRun run = engine().start(MISBEHAVE, List.of("copy"), brief)) {
      assertThatThrownBy(() -> run.output().read()).hasMessageContaining("took longer than");
    }
  }

  @Test
  void writingWithoutAReaderEndsWithTheTime() throws Exception {
    WasmLimits brief = LIMITS.withTime(Duration.ofSeconds(2));
    try (WasmRun run = engine().start(MISBEHAVE, List.of("copy"), brief)) {
      assertThatThrownBy(() -> run.input().write(new byte[64 << 20]))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> run.output().readAllBytes())
          .hasMessageContaining("took longer than");
    }
  }

  @Test
  void memoryIsLimited() throws Exception {
    WasmLimits small = LIMITS.withMemory(32 << 20);
    fails(ErrorCode.RESOURCE_EXHAUSTED, "memory of 32768 KiB was not enough", small, "memory");
    fails(
        ErrorCode.RESOURCE_EXHAUSTED,
        "memory of 32768 KiB was not enough",
        small,
        raw(RawModules.growing(513)));
    assertThat(run(raw(RawModules.growing(500)), small, new byte[0])).isEmpty();
    assertThatThrownBy(() -> run(MISBEHAVE, LIMITS.withMemory(1 << 16), new byte[0], "copy"))
        .hasMessageContaining("memory");
  }

  @Test
  void deepRecursionIsATrap() {
    fails(
        ErrorCode.FAILED_PRECONDITION, "call stack exhausted", LIMITS, raw(RawModules.recursion()));
    WasmLimits small = LIMITS.withMemory(32 << 20);
    assertThatThrownBy(() -> run(MISBEHAVE, small, new byte[0], "deep"))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("module tools/odd@1");
  }

  @Test
  void outputAndLogAreLimited() {
    WasmLimits small = LIMITS.withOutput(5 << 20);
    fails(ErrorCode.RESOURCE_EXHAUSTED, "wrote more than 5242880 bytes", small, "output");
    fails(ErrorCode.RESOURCE_EXHAUSTED, "bytes to its standard error", LIMITS, "log");
  }

  @Test
  void trapsAndExitsSayWhatTheyWere() {
    fails(ErrorCode.FAILED_PRECONDITION, "trapped", LIMITS, raw(RawModules.trap()));
    fails(ErrorCode.FAILED_PRECONDITION, "out of bounds", LIMITS, raw(RawModules.outside()));
    fails(ErrorCode.FAILED_PRECONDITION, "saying 'panic: this cannot be'", LIMITS, "panic");
    fails(ErrorCode.FAILED_PRECONDITION, "exited with 3, saying 'three it is'", LIMITS, "exit");
  }

  @Test
  void whatIsNoCommandIsRefused() {
    fails(
        ErrorCode.INVALID_ARGUMENT,
        "wasi_snapshot_preview1.sock_accept",
        LIMITS,
        raw(RawModules.importing("wasi_snapshot_preview1", "sock_accept")));
    fails(
        ErrorCode.INVALID_ARGUMENT,
        "env.launch",
        LIMITS,
        raw(RawModules.importing("env", "launch")));
    fails(ErrorCode.INVALID_ARGUMENT, "_start", LIMITS, raw(RawModules.withoutStart()));
    fails(ErrorCode.INVALID_ARGUMENT, "", LIMITS, raw("select 1".getBytes(StandardCharsets.UTF_8)));
    fails(ErrorCode.INVALID_ARGUMENT, "", LIMITS, raw(new byte[0]));
    byte[] cut = java.util.Arrays.copyOf(MISBEHAVE.bytes(), 500_000);
    fails(ErrorCode.INVALID_ARGUMENT, "", LIMITS, raw(cut));
  }

  @Test
  void closingStopsALoop() throws Exception {
    WasmRun run = engine().start(MISBEHAVE, List.of("loop"), LIMITS);
    run.close();
    assertThatThrownBy(() -> run.output().read())
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
  }

  @Test
  void aLoopHurtsNoOtherRun() throws Exception {
    try (WasmRun loop = engine().start(MISBEHAVE, List.of("loop"), LIMITS)) {
      byte[] input = {1, 2, 3};
      assertThat(run(MISBEHAVE, LIMITS, input, "copy")).isEqualTo(input);
      assertThat(loop.written()).isZero();
    }
  }
}
