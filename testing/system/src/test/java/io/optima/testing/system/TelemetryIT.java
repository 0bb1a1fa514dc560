package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.optima.launch.LaunchSettings;
import io.optima.store.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Spans by OTLP, and logs as JSON with the trace they were written in. */
class TelemetryIT {
  @TempDir Path folder;

  @Test
  void aPublishIsSentByOtlp() throws Exception {
    try (OtlpReceiver collector = OtlpReceiver.start()) {
      Map<String, String> telemetry =
          Map.of(
              "OTEL_TRACES_EXPORTER", "otlp",
              "OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint(),
              "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
              "OTEL_EXPORTER_OTLP_INSECURE", "true",
              "OTEL_BSP_SCHEDULE_DELAY", "200");
      try (OptimaUnderTest optima = OptimaUnderTest.start(settings -> with(settings, telemetry))) {
        Path csv = Files.writeString(folder.resolve("orders.csv"), Publishing.orders(10, 1));
        OptimaCommand.output(optima.home(), telemetry, "publish", "otlp/orders", csv.toString());
        String trace = optima.traceOfLastEntry("otlp/orders");
        await()
            .atMost(Duration.ofSeconds(40))
            .untilAsserted(() -> assertSent(collector.trace(trace)));
      }
    }
  }

  private static LaunchSettings with(LaunchSettings settings, Map<String, String> environment) {
    LaunchSettings changed = settings;
    for (Map.Entry<String, String> each : environment.entrySet()) {
      changed = changed.withEnvironment(each.getKey(), each.getValue());
    }
    return changed;
  }

  private static void assertSent(Spans spans) {
    assertThat(spans.roots()).as(spans.toString()).hasSize(1);
    assertThat(spans.orphans()).as(spans.toString()).isEmpty();
    assertThat(spans.has("optima-cli", "optima publish")).as(spans.toString()).isTrue();
    assertThat(spans.has("optima-standalone", "Dataset.commit")).as(spans.toString()).isTrue();
    assertThat(spans.has("optima-standalone", "event optima.dataset"))
        .as(spans.toString())
        .isTrue();
    assertThat(spans.all()).as(spans.toString()).anyMatch(span -> span.service().equals("optima"));
  }

  @Test
  void logLinesAreJsonAndCarryTheTraceOfTheRequest() throws Exception {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    try (OptimaUnderTest optima =
        OptimaUnderTest.start(
            settings ->
                settings
                    .withProperty("logging.structured.format.console", "logstash")
                    .withProperty("logging.level.org.springframework.web", "debug"))) {
      URI datasets = optima.running().http().resolve("/api/v1/datasets");
      HttpRequest request =
          HttpRequest.newBuilder(datasets)
              .header("authorization", "Bearer " + optima.running().token())
              .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
              .build();
      try (HttpClient http = HttpClient.newHttpClient()) {
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      }
      Path log = optima.running().home().log("optima");
      await().until(() -> lines(log).stream().anyMatch(line -> isOf(line, trace)));
      assertThat(lines(log)).hasSizeGreaterThan(1).allMatch(line -> line.has("message"));
      assertThat(lines(log))
          .filteredOn(line -> isOf(line, trace))
          .allMatch(line -> line.path("span_id").asString("").matches("[0-9a-f]{16}"));
    }
  }

  private static boolean isOf(JsonNode line, String trace) {
    return line.path("trace_id").asString("").equals(trace);
  }

  /** The lines that the logging system wrote; the JVM itself may write others. */
  private static List<JsonNode> lines(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.startsWith("{") && line.endsWith("}"))
        .map(Json.mapper()::readTree)
        .toList();
  }
}
