package io.optima.launch;

import java.util.List;

/** How the four services are spread over processes. */
public enum Layout {
  /** All in one JVM beside one sidecar. */
  EMBEDDED,
  /** A JVM and a sidecar for each. */
  SERVICES;

  /** The services of Optima, each with the program that runs it alone. */
  enum Service {
    DATASET_ACTOR("dataset-actor", "dataset", "io.optima.dataset.DatasetService"),
    TRANSFORM_ACTOR("transform-actor", "transform", "io.optima.transform.TransformService"),
    LINEAGE("lineage", "lineage", "io.optima.lineage.LineageService"),
    GATEWAY("gateway", "gateway", "io.optima.gateway.GatewayService");

    private final String text;
    private final String key;
    private final String mainClass;

    Service(String text, String key, String mainClass) {
      this.text = text;
      this.key = key;
      this.mainClass = mainClass;
    }

    String text() {
      return text;
    }

    /** Its name in {@code optima.apps.*}. */
    String key() {
      return key;
    }

    String mainClass() {
      return mainClass;
    }

    static List<Service> all() {
      return List.of(values());
    }
  }
}
