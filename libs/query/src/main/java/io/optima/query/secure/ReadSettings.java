package io.optima.query.secure;

import io.optima.model.OptimaException;
import java.nio.file.Path;

/**
 * Limits of reading versions as they are ({@code optima.read.*}).
 *
 * @param memoryBytes what decoding may take before it spills
 * @param threads that decode
 * @param spill directory for what does not fit
 */
public record ReadSettings(long memoryBytes, int threads, Path spill) {
  public ReadSettings {
    if (threads < 1) {
      throw OptimaException.invalid("optima.read.threads is %d: at least 1", threads);
    }
  }

  /** The defaults, spilling below {@code home}. */
  public static ReadSettings in(Path home) {
    return new ReadSettings(
        1L << 30, Runtime.getRuntime().availableProcessors(), home.resolve("spill/read"));
  }
}
