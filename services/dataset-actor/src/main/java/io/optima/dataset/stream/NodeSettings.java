package io.optima.dataset.stream;

import java.time.Duration;

/**
 * How a node keeps its partitions.
 *
 * @param idle a partition that nobody used for so long is sealed and given back
 * @param seals that run at the same time
 */
public record NodeSettings(Duration idle, int seals) {
  public static final NodeSettings DEFAULT = new NodeSettings(Duration.ofMinutes(5), 2);
}
