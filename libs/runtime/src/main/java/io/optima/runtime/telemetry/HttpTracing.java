package io.optima.runtime.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * A span for every HTTP request, but for what has its own (actors, events) or is none's concern.
 */
final class HttpTracing extends OncePerRequestFilter {
  private static final List<String> UNTRACED =
      List.of("/actuator/", "/actors/", "/dapr/", "/events/");

  private final Traces traces;

  HttpTracing(Traces traces) {
    this.traces = traces;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return UNTRACED.stream().anyMatch(request.getRequestURI()::startsWith);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      traces.span(
          request.getMethod(),
          Objects.requireNonNullElse(request.getHeader("traceparent"), ""),
          SpanKind.SERVER,
          Map.of("http.request.method", request.getMethod(), "url.path", request.getRequestURI()),
          () -> inside(request, response, chain));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (Wrapped e) {
      throw e.exception;
    }
  }

  private boolean inside(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
    try {
      chain.doFilter(request, response);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ServletException e) {
      throw new Wrapped(e);
    } finally {
      describe(Span.current(), request, response);
    }
  }

  /** The route is known only afterwards; a path itself would make as many names as datasets. */
  private static void describe(
      Span span, HttpServletRequest request, HttpServletResponse response) {
    Object route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    if (route != null) {
      span.updateName(request.getMethod() + " " + route);
      span.setAttribute("http.route", route.toString());
    }
    span.setAttribute("http.response.status_code", response.getStatus());
    if (response.getStatus() >= 500) {
      span.setStatus(StatusCode.ERROR);
    }
  }

  private static final class Wrapped extends RuntimeException {
    private final ServletException exception;

    Wrapped(ServletException exception) {
      super(exception);
      this.exception = exception;
    }
  }
}
