package io.optima.cli;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** OpenTelemetry's SDK as its environment variables say. */
final class TraceExport {
  /** A command does not wait longer for a collector that does not answer. */
  private static final long PATIENCE_SECONDS = 3;

  private final OpenTelemetrySdk sdk;

  private TraceExport(OpenTelemetrySdk sdk) {
    this.sdk = sdk;
  }

  static TraceExport open() {
    // a collector that is not there is worth a line, not its stack trace
    System.setProperty("java.util.logging.SimpleFormatter.format", "optima: %5$s%n");
    return new TraceExport(
        AutoConfiguredOpenTelemetrySdk.builder()
            .addPropertiesSupplier(TraceExport::defaults)
            .disableShutdownHook()
            .build()
            .getOpenTelemetrySdk());
  }

  private static Map<String, String> defaults() {
    return Map.of(
        "otel.service.name", "optima-cli",
        "otel.metrics.exporter", "none",
        "otel.logs.exporter", "none");
  }

  Span begin(String command) {
    return sdk.getTracer("io.optima")
        .spanBuilder(command)
        .setNoParent()
        .setSpanKind(SpanKind.CLIENT)
        .startSpan();
  }

  void close() {
    sdk.shutdown().join(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
