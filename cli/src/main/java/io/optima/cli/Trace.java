package io.optima.cli;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** The trace of one command: every call it makes belongs to it, on the server's side too. */
final class Trace {
  private Trace() {}

  static Span begin() {
    return Span.wrap(
        SpanContext.create(
            random(16), random(8), TraceFlags.getSampled(), TraceState.getDefault()));
  }

  private static String random(int bytes) {
    byte[] value = new byte[bytes];
    ThreadLocalRandom.current().nextBytes(value);
    return HexFormat.of().formatHex(value);
  }
}
