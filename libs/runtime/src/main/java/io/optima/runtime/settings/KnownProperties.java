package io.optima.runtime.settings;

import io.optima.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Every {@code optima.*} property there is, from the metadata that the build writes for each
 * configuration record. All services are on one class path, so each knows the properties of all.
 */
final class KnownProperties {
  static final String PREFIX = "optima.";
  private static final String METADATA = "META-INF/spring-configuration-metadata.json";

  private final Set<String> names = new HashSet<>();
  private final Set<String> maps = new HashSet<>();

  static KnownProperties load(ClassLoader classes) {
    try {
      KnownProperties known = new KnownProperties();
      for (URL url : Collections.list(classes.getResources(METADATA))) {
        known.read(url);
      }
      return known;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(URL url) throws IOException {
    byte[] json;
    try (InputStream in = url.openStream()) {
      json = in.readAllBytes();
    }
    // Spring's own are large and none of ours
    if (new String(json, StandardCharsets.UTF_8).contains("\"" + PREFIX)) {
      Json.mapper().readTree(json).path("properties").forEach(this::add);
    }
  }

  private void add(JsonNode property) {
    String name = property.path("name").asString("");
    if (name.startsWith(PREFIX)) {
      boolean map = property.path("type").asString("").startsWith("java.util.Map");
      (map ? maps : names).add(uniform(name));
    }
  }

  /** Those of the names that no record has. */
  Set<String> unknown(Set<String> given) {
    Set<String> unknown = new TreeSet<>();
    given.stream().filter(name -> !isKnown(uniform(name))).forEach(unknown::add);
    return unknown;
  }

  private boolean isKnown(String name) {
    String indexed = name.replaceFirst("\\[.*", "");
    return names.contains(indexed)
        || maps.stream().anyMatch(map -> indexed.equals(map) || indexed.startsWith(map + "."));
  }

  /** As Spring compares them: case and dashes do not count. */
  private static String uniform(String name) {
    return name.toLowerCase(Locale.ROOT).replace("-", "");
  }
}
