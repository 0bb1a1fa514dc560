package io.optima.transform;

import io.optima.jdbc.ConnectionSettings;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Runs.
 *
 * @param places steps that this process carries out at the same time; others wait
 * @param heartbeat the longest silence of a process towards a run on which it works
 * @param lease an attempt that is silent for so long is lost, and the next one starts
 * @param watch how often the watchdog looks after a run that has not ended
 * @param attempts so many lost attempts make a step fail
 * @param timeout how long an attempt of a step may take that has no timeout of its own
 * @param sweep how often it looks for runs that nobody looks after
 * @param connections databases that steps load from and unload into, by the names that definitions
 *     give them
 */
@ConfigurationProperties(value = "optima.transform", ignoreUnknownFields = false)
public record TransformProperties(
    @DefaultValue("2") int places,
    @DefaultValue("3s") Duration heartbeat,
    @DefaultValue("15s") Duration lease,
    @DefaultValue("30s") Duration watch,
    @DefaultValue("20") int attempts,
    @DefaultValue("24h") Duration timeout,
    @DefaultValue("1m") Duration sweep,
    @DefaultValue Map<String, ConnectionSettings> connections) {
  public TransformProperties {
    connections = Map.copyOf(connections);
    if (places < 1 || attempts < 1) {
      throw new IllegalArgumentException(
          "optima.transform.places is %d, attempts %d: at least 1".formatted(places, attempts));
    }
    if (lease.compareTo(heartbeat.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "optima.transform.lease %s has to be at least twice the heartbeat %s"
              .formatted(lease, heartbeat));
    }
  }
}
