package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.optima.launch.Layout;
import io.optima.testing.servers.ZipkinServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One trace spans the command line, every service and the sidecars; a real Zipkin has it. */
abstract class TraceContract {
  @TempDir Path folder;

  abstract Layout layout();

  /** Name under which spans of a service are sent. */
  abstract String service(String name);

  /** How the name begins under which the sidecar of a service sends its spans. */
  abstract String sidecar(String name);

  @Test
  void oneTraceGoesFromTheCommandToLineage() throws Exception {
    try (ZipkinServer zipkin = ZipkinServer.start(folder.resolve("zipkin"))) {
      Map<String, String> telemetry =
          Map.of(
              "OTEL_TRACES_EXPORTER", "zipkin",
              "OTEL_EXPORTER_ZIPKIN_ENDPOINT", zipkin.spans().toString(),
              "OTEL_BSP_SCHEDULE_DELAY", "200");
      try (OptimaUnderTest optima =
          OptimaUnderTest.start(
              settings -> {
                var changed = settings.with(layout());
                for (var each : telemetry.entrySet()) {
                  changed = changed.withEnvironment(each.getKey(), each.getValue());
                }
                return changed;
              })) {
        Path csv = Files.writeString(folder.resolve("orders.csv"), Publishing.orders(100, 1));
        OptimaCommand.output(optima.home(), telemetry, "publish", "trace/orders", csv.toString());
        String trace = optima.traceOfLastEntry("trace/orders");
        await()
            .atMost(Duration.ofSeconds(40))
            .untilAsserted(() -> assertWhole(Spans.of(zipkin.trace(trace))));
      }
    }
  }

  private void assertWhole(Spans spans) {
    assertThat(spans.roots())
        .as(spans.toString())
        .singleElement()
        .isEqualTo(
            new Spans.Span(spans.roots().getFirst().id(), "", "optima-cli", "optima publish"));
    assertThat(spans.orphans()).as(spans.toString()).isEmpty();
    below(spans, service("gateway"), "publish", "optima-cli", "optima publish");
    below(spans, service("gateway"), "dataset/commit", service("gateway"), "publish");
    below(spans, sidecar("gateway"), "invokeactor", service("gateway"), "dataset/commit");
    below(spans, service("dataset-actor"), "dataset.commit", sidecar("gateway"), "invokeactor");
    below(
        spans,
        service("dataset-actor"),
        "store put datasets",
        service("dataset-actor"),
        "dataset.commit");
    below(
        spans,
        sidecar("dataset-actor"),
        "publish/events",
        service("dataset-actor"),
        "dataset.commit");
    below(
        spans,
        service("lineage"),
        "event optima.dataset",
        sidecar("dataset-actor"),
        "publish/events");
  }

  private static void below(
      Spans spans, String service, String name, String aboveService, String aboveName) {
    assertThat(spans.isBelow(service, name, aboveService, aboveName))
        .as("%s: %s below %s: %s in %s", service, name, aboveService, aboveName, spans)
        .isTrue();
  }
}
