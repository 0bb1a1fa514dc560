package io.optima.runtime.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Spans, and the W3C trace context that carries them from process to process. */
public final class Traces {
  private static final String TRACEPARENT = "traceparent";

  private final Tracer tracer;

  public Traces(OpenTelemetry telemetry) {
    this.tracer = telemetry.getTracer("io.optima");
  }

  /** Does nothing; for tests. */
  public static Traces none() {
    return new Traces(OpenTelemetry.noop());
  }

  /** The context of the current span as other processes understand it; empty outside of one. */
  public String traceparent() {
    SpanContext current = Span.current().getSpanContext();
    return current.isValid()
        ? "00-%s-%s-%s"
            .formatted(current.getTraceId(), current.getSpanId(), current.getTraceFlags().asHex())
        : "";
  }

  /** Id of the current trace; empty outside of one. */
  public String traceId() {
    SpanContext current = Span.current().getSpanContext();
    return current.isValid() ? current.getTraceId() : "";
  }

  /** Work inside this process, below the current span. */
  public <T> T span(String name, Map<String, String> attributes, Supplier<T> work) {
    return run(name, SpanKind.INTERNAL, Context.current(), attributes, work);
  }

  /**
   * Work that another process asked for.
   *
   * @param traceparent its context; empty: the current span
   */
  public <T> T span(
      String name,
      String traceparent,
      SpanKind kind,
      Map<String, String> attributes,
      Supplier<T> work) {
    return run(name, kind, extract(traceparent), attributes, work);
  }

  /**
   * Work that several others asked for at once: a span for each of them, the first around the work.
   *
   * @param traceparents their contexts, as for one; those after the first that are empty have none
   */
  public <T> T spans(
      String name,
      List<String> traceparents,
      SpanKind kind,
      Map<String, String> attributes,
      Supplier<T> work) {
    List<Span> others =
        traceparents.stream()
            .skip(1)
            .filter(parent -> !parent.isEmpty())
            .map(parent -> start(name, kind, extract(parent), attributes))
            .toList();
    try {
      return span(name, traceparents.getFirst(), kind, attributes, work);
    } finally {
      others.forEach(Span::end);
    }
  }

  private Span start(String name, SpanKind kind, Context parent, Map<String, String> attributes) {
    Span span = tracer.spanBuilder(name).setSpanKind(kind).setParent(parent).startSpan();
    attributes.forEach(span::setAttribute);
    return span;
  }

  private <T> T run(
      String name,
      SpanKind kind,
      Context parent,
      Map<String, String> attributes,
      Supplier<T> work) {
    Span span = start(name, kind, parent, attributes);
    try (Scope scope = parent.with(span).makeCurrent()) {
      return work.get();
    } catch (RuntimeException e) {
      span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
      throw e;
    } finally {
      span.end();
    }
  }

  private static Context extract(String traceparent) {
    return traceparent.isEmpty()
        ? Context.current()
        : W3CTraceContextPropagator.getInstance()
            .extract(Context.current(), traceparent, new OneHeader());
  }

  private static final class OneHeader implements TextMapGetter<String> {
    @Override
    public Iterable<String> keys(String traceparent) {
      return List.of(TRACEPARENT);
    }

    @Override
    public @Nullable String get(@Nullable String traceparent, String key) {
      return key.equals(TRACEPARENT) ? traceparent : null;
    }
  }
}
