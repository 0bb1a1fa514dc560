package io.optima.gateway.boot;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.optima.gateway.stream.GroupLags;
import io.optima.runtime.thread.Threads;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Measures now and then how far consumer groups are behind. */
final class LagMeter implements AutoCloseable {
  private static final long PERIOD_SECONDS = 10;

  private final GroupLags lags;
  private final MultiGauge gauge;
  private final ScheduledExecutorService clockwork = Threads.clockwork("group-lags");

  LagMeter(GroupLags lags, MeterRegistry meters) {
    this.lags = lags;
    this.gauge =
        MultiGauge.builder("optima.stream.lag")
            .description(
                "Records published and not committed, of consumer groups with members that read"
                    + " through this gateway")
            .baseUnit("records")
            .register(meters);
  }

  void start() {
    var _ =
        clockwork.scheduleWithFixedDelay(
            this::measure, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  void measure() {
    List<Row<?>> rows =
        lags.measure().entrySet().stream()
            .<Row<?>>map(
                each ->
                    Row.of(
                        Tags.of(
                            "stream",
                            each.getKey().stream().toString(),
                            "group",
                            each.getKey().name()),
                        each.getValue()))
            .toList();
    gauge.register(rows, true);
  }

  @Override
  public void close() {
    clockwork.shutdownNow();
  }
}
