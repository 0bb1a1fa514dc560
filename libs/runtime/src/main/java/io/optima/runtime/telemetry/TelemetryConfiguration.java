package io.optima.runtime.telemetry;

import io.grpc.ServerInterceptor;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.grpc.v1_6.GrpcTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.server.GlobalServerInterceptor;

/**
 * OpenTelemetry as its own environment variables say ({@code OTEL_TRACES_EXPORTER=otlp,zipkin} and
 * so on). Without any nothing is sent, but every call still has a trace id.
 */
@Configuration(proxyBeanMethods = false)
public class TelemetryConfiguration {
  /** Before everything that can fail. */
  private static final int ORDER = -20;

  @Bean
  OpenTelemetrySdk openTelemetry(@Value("${spring.application.name:optima}") String service) {
    return AutoConfiguredOpenTelemetrySdk.builder()
        .addPropertiesSupplier(() -> defaults(service))
        .disableShutdownHook()
        .build()
        .getOpenTelemetrySdk();
  }

  private static Map<String, String> defaults(String service) {
    return Map.of(
        "otel.service.name", service,
        "otel.traces.exporter", "none",
        "otel.metrics.exporter", "none",
        "otel.logs.exporter", "none",
        "otel.propagators", "tracecontext,baggage");
  }

  @Bean
  public Traces traces(OpenTelemetry telemetry) {
    return new Traces(telemetry);
  }

  @Bean
  @GlobalServerInterceptor
  @Order(ORDER)
  ServerInterceptor grpcTelemetry(OpenTelemetry telemetry) {
    return GrpcTelemetry.create(telemetry).createServerInterceptor();
  }

  @Bean
  FilterRegistrationBean<HttpTracing> httpTracing(Traces traces) {
    FilterRegistrationBean<HttpTracing> filter =
        new FilterRegistrationBean<>(new HttpTracing(traces));
    filter.setOrder(ORDER);
    return filter;
  }
}
