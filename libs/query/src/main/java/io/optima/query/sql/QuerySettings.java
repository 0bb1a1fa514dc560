package io.optima.query.sql;

import com.sun.management.OperatingSystemMXBean;
import io.optima.model.OptimaException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Limits of running SQL ({@code optima.query.*}).
 *
 * @param memoryBytes what all queries together may take before they spill
 * @param instances sets of dataset versions that can be queried at once; each has its share of the
 *     memory
 * @param kept sets that stay open, those not queried just now included; at least as many
 * @param threads that one query may use
 * @param waiting how long a query waits for one of the instances
 * @param idle an instance that nobody used for so long is closed
 * @param timeout how long a query may run when the caller sets no limit
 * @param spill directory for what does not fit in memory
 */
public record QuerySettings(
    long memoryBytes,
    int instances,
    int kept,
    int threads,
    Duration waiting,
    Duration idle,
    Duration timeout,
    Path spill) {
  private static final long LEAST_MEMORY_BYTES = 1L << 30;

  public QuerySettings {
    if (instances < 1 || threads < 1) {
      throw OptimaException.invalid(
          "optima.query.instances is %d and threads %d: at least 1", instances, threads);
    }
    if (kept < instances) {
      throw OptimaException.invalid(
          "optima.query.kept is %d: at least optima.query.instances, which is %d", kept, instances);
    }
  }

  /** The defaults: a quarter of the machine's memory; spilling below {@code home}. */
  public static QuerySettings in(Path home) {
    return new QuerySettings(
        Math.max(LEAST_MEMORY_BYTES, machineBytes() / 4),
        4,
        24,
        Runtime.getRuntime().availableProcessors(),
        Duration.ofSeconds(30),
        Duration.ofMinutes(10),
        Duration.ofHours(1),
        home.resolve("spill/query"));
  }

  private static long machineBytes() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  long instanceBytes() {
    return memoryBytes / instances;
  }
}
