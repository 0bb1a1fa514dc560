package io.optima.wasm.process;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.wasm.WasmLimits;
import io.optima.wasm.WasmProgram;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Why a run ends before its time: the first reason counts. What it said goes with it. */
public final class Ending {
  private final WasmProgram program;
  private final WasmLimits limits;
  private final AtomicReference<@Nullable OptimaException> reason = new AtomicReference<>();
  private final java.io.ByteArrayOutputStream log = new java.io.ByteArrayOutputStream();
  private long written;

  public Ending(WasmProgram program, WasmLimits limits) {
    this.program = program;
    this.limits = limits;
  }

  public @Nullable OptimaException reason() {
    return reason.get();
  }

  private OptimaException because(ErrorCode code, String what, @Nullable Throwable cause) {
    OptimaException failure =
        new OptimaException(code, "module " + program.name() + " " + what, cause);
    reason.compareAndSet(null, failure);
    return java.util.Objects.requireNonNull(reason.get());
  }

  public OptimaException outOfTime() {
    return because(
        ErrorCode.RESOURCE_EXHAUSTED,
        "was stopped: it took longer than " + limits.time().toMillis() / 1000.0 + " s",
        null);
  }

  public OptimaException outOfMemory(@Nullable Throwable cause) {
    return because(
        ErrorCode.RESOURCE_EXHAUSTED,
        "failed: its memory of " + limits.memory() / 1024 + " KiB was not enough",
        cause);
  }

  public OptimaException cancelled() {
    return because(ErrorCode.CANCELLED, "was stopped", null);
  }

  public OptimaException exited(int code) {
    return because(ErrorCode.FAILED_PRECONDITION, "exited with " + code + said(), null);
  }

  public OptimaException trapped(String how, @Nullable Throwable cause) {
    return because(ErrorCode.FAILED_PRECONDITION, "trapped: " + how + said(), cause);
  }

  public OptimaException broken(Throwable cause) {
    return because(ErrorCode.INTERNAL, "could not be run to its end", cause);
  }

  /** Counts output before it goes on. */
  public synchronized void write(int length) {
    written += length;
    if (written > limits.output()) {
      throw because(
          ErrorCode.RESOURCE_EXHAUSTED,
          "was stopped: it wrote more than " + limits.output() + " bytes",
          null);
    }
  }

  public synchronized long written() {
    return written;
  }

  /** Takes what the module says. */
  public synchronized void log(byte[] bytes, int offset, int length) {
    int room = limits.log() - log.size();
    log.write(bytes, offset, Math.min(room, length));
    if (length > room) {
      throw because(
          ErrorCode.RESOURCE_EXHAUSTED,
          "was stopped: it wrote more than " + limits.log() + " bytes to its standard error",
          null);
    }
  }

  public synchronized String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  private String said() {
    return log().lines().filter(line -> !line.isBlank()).findFirst().map(Ending::quoted).orElse("");
  }

  private static String quoted(String line) {
    return ", saying '" + Shown.of(line) + "'";
  }
}
