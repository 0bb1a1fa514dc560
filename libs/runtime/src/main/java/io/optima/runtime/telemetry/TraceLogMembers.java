package io.optima.runtime.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/** Adds the trace and span that a line of a JSON log was written in. */
public final class TraceLogMembers implements StructuredLoggingJsonMembersCustomizer<Object> {
  @Override
  public void customize(JsonWriter.Members<Object> members) {
    members
        .add("trace_id", event -> current().isValid() ? current().getTraceId() : "")
        .whenHasLength();
    members
        .add("span_id", event -> current().isValid() ? current().getSpanId() : "")
        .whenHasLength();
  }

  private static SpanContext current() {
    return Span.current().getSpanContext();
  }
}
