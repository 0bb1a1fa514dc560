package io.optima.wasm;

import io.optima.model.OptimaException;
import java.time.Duration;

/**
 * What a run may use at most.
 *
 * @param memory bytes of its linear memory; at most 2 GiB less one page of 64 KiB
 * @param time from start to end, waiting included
 * @param output bytes written to standard output
 * @param log bytes written to standard error
 */
public record WasmLimits(long memory, Duration time, long output, int log) {
  public static final int PAGE = 1 << 16;

  private static final long MOST_MEMORY = Integer.MAX_VALUE - (long) PAGE + 1;

  /** 128 MiB, two minutes, 2 GiB, 64 KiB. */
  public static final WasmLimits DEFAULTS =
      new WasmLimits(128L << 20, Duration.ofMinutes(2), 2L << 30, 64 << 10);

  public WasmLimits {
    if (memory < PAGE || memory > MOST_MEMORY) {
      throw OptimaException.invalid("memory of a module is 64 KiB to 2 GiB, not %d bytes", memory);
    }
    if (!time.isPositive() || output < 0 || log < 0) {
      throw OptimaException.invalid(
          "limits of a module are positive: %s, %d, %d", time, output, log);
    }
  }

  public WasmLimits withMemory(long bytes) {
    return new WasmLimits(bytes, time, output, log);
  }

  public WasmLimits withTime(Duration longest) {
    return new WasmLimits(memory, longest, output, log);
  }

  public WasmLimits withOutput(long bytes) {
    return new WasmLimits(memory, time, bytes, log);
  }
}
