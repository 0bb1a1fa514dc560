package io.optima.lineage;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The lineage service.
 *
 * @param database where the index is kept
 * @param sweep how often it looks for changes whose event was lost; 0: only at the start
 */
@ConfigurationProperties(value = "optima.lineage", ignoreUnknownFields = false)
public record LineageProperties(
    @DefaultValue Database database, @DefaultValue("5m") Duration sweep) {

  /**
   * The index's database.
   *
   * @param url {@code jdbc:sqlite:<file>} or {@code jdbc:postgresql:…}; a SQLite file in {@code
   *     optima.home} when absent
   */
  public record Database(
      @Nullable String url, @DefaultValue("") String user, @DefaultValue("") String password) {}
}
