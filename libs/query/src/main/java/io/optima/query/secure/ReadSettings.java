package io.optima.query.secure;

import io.optima.model.OptimaException;
import java.nio.file.Path;

/**
 * Limits of reading versions as they are ({@code optima.read.*}).
 *
 * @param memoryBytes what decoding may take before it spills
 * @param threads that decode
 * @param spill directory for what does not fit
 * @param decodedBytes limit of the cache of decoded columns; 0 for none
 * @param decoded directory of that cache, on a local disk; several processes may share it
 */
public record ReadSettings(
    long memoryBytes, int threads, Path spill, long decodedBytes, Path decoded) {
  public ReadSettings {
    if (threads < 1) {
      throw OptimaException.invalid("optima.read.threads is %d: at least 1", threads);
    }
    if (decodedBytes < 0) {
      throw OptimaException.invalid("optima.read.decoded %d is negative", decodedBytes);
    }
  }

  /** The defaults, everything below {@code home}. */
  public static ReadSettings in(Path home) {
    return new ReadSettings(
        1L << 30,
        Runtime.getRuntime().availableProcessors(),
        home.resolve("spill/read"),
        8L << 30,
        home.resolve("cache/decoded"));
  }

  /** With another limit of the cache of decoded columns. */
  public ReadSettings withDecodedBytes(long other) {
    return new ReadSettings(memoryBytes, threads, spill, other, decoded);
  }
}
