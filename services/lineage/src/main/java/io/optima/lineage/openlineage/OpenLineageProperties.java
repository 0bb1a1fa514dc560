package io.optima.lineage.openlineage;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * OpenLineage.
 *
 * @param namespace of this Optima's datasets and jobs; give each Optima its own, such as {@code
 *     optima://<host>}, where several report to one place
 * @param url endpoint that is sent every event by POST; none when absent
 * @param apiKey sent along as bearer token
 * @param file to which every event is added as a line; none when absent
 */
@ConfigurationProperties(value = "optima.openlineage", ignoreUnknownFields = false)
public record OpenLineageProperties(
    @DefaultValue("optima://local") String namespace,
    @Nullable URI url,
    @DefaultValue("") String apiKey,
    @Nullable Path file) {
  public OpenLineageProperties {
    if (namespace.isBlank()) {
      throw new IllegalArgumentException("optima.openlineage.namespace is empty");
    }
    if (url != null && !url.isAbsolute()) {
      throw new IllegalArgumentException("optima.openlineage.url " + url + " is not absolute");
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "OpenLineageProperties[namespace=%s, url=%s, file=%s]".formatted(namespace, url, file);
  }
}
