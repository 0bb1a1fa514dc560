package io.optima.cli;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The trace of one command: every call it makes belongs to it, on the server's side too. Its own
 * span is sent where {@code OTEL_TRACES_EXPORTER} says; without that variable nothing is loaded
 * that could send it, because that takes longer than most commands.
 */
final class Trace implements AutoCloseable {
  private static final String EXPORTER = "OTEL_TRACES_EXPORTER";

  private final Span span;
  private final Runnable sending;

  private Trace(Span span, Runnable sending) {
    this.span = span;
    this.sending = sending;
  }

  /**
   * Begins the root span.
   *
   * @param command its name, for example {@code optima publish}
   */
  static Trace begin(String command) {
    String exporter = System.getenv(EXPORTER);
    if (exporter == null || exporter.isBlank() || exporter.equals("none")) {
      return new Trace(identity(), () -> {});
    }
    TraceExport export = TraceExport.open();
    return new Trace(export.begin(command), export::close);
  }

  /** A span that is nowhere but in the calls below it. */
  private static Span identity() {
    return Span.wrap(
        SpanContext.create(
            random(16), random(8), TraceFlags.getSampled(), TraceState.getDefault()));
  }

  private static String random(int bytes) {
    byte[] value = new byte[bytes];
    ThreadLocalRandom.current().nextBytes(value);
    return HexFormat.of().formatHex(value);
  }

  Span span() {
    return span;
  }

  /** The command came to its end; one that never does has failed. */
  void end(int status) {
    span.setStatus(status == 0 ? StatusCode.OK : StatusCode.ERROR);
  }

  @Override
  public void close() {
    span.end();
    sending.run();
  }
}
