package io.optima.dataset.stream.grpc;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.optima.dataset.stream.Appended;
import io.optima.dataset.stream.Kept;
import io.optima.dataset.stream.StreamNode;
import io.optima.log.Journal;
import io.optima.node.v1.AppendRequest;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What a node measures of its streams; {@code docs/guides/operations.md} lists it. */
public final class StreamMeters {
  private final Counter batches;
  private final Counter records;
  private final Counter bytes;
  private final Counter repeated;
  private final Counter failures;
  private final Timer time;

  public StreamMeters(MeterRegistry meters, StreamNode node, Journal journal) {
    this.batches = counter(meters, "batches", "Batches acknowledged, repeated ones left out");
    this.records = counter(meters, "records", "Records acknowledged, repeated ones left out");
    this.bytes = counter(meters, "bytes", "Bytes of the acknowledged records as they were sent");
    this.repeated = counter(meters, "repeated", "Batches that had been stored before");
    this.failures = counter(meters, "failures", "Batches that were refused, or not in time");
    this.time =
        Timer.builder("optima.stream.publish.time")
            .description("From a batch's arrival at the node to its acknowledgement")
            .publishPercentileHistogram()
            .register(meters);
    Gauge.builder("optima.stream.partitions", node, StreamNode::partitions)
        .description("Partitions that this node holds")
        .register(meters);
    Gauge.builder("optima.stream.left", node, StreamNode::leftBehind)
        .description("Partitions held before the start, with a tail here, and not held again yet")
        .register(meters);
    Gauge.builder("optima.stream.backlog", node, StreamNode::backlogBytes)
        .description("Bytes in the journal that wait to be sealed")
        .baseUnit("bytes")
        .register(meters);
    kept(meters, node, "seals", "Slices of journals that became chunks", Kept::seals);
    kept(meters, node, "merges", "Small chunks merged", Kept::merges);
    kept(meters, node, "damaged.chunks", "Chunks found damaged when merging", Kept::damaged);
    kept(meters, node, "dropped.records", "Records dropped by retention", Kept::droppedRecords);
    kept(meters, node, "dropped.bytes", "Bytes of chunks dropped", Kept::droppedBytes);
    kept(meters, node, "upkeep.failures", "Seals, drops and merges that failed", Kept::failures);
    FunctionCounter.builder("optima.journal.groups", journal, Journal::groups)
        .description("Groups of batches written and synced together")
        .register(meters);
  }

  private static void kept(
      MeterRegistry meters,
      StreamNode node,
      String what,
      String description,
      ToLongFunction<Kept> count) {
    FunctionCounter.builder("optima.stream." + what, node, each -> count.applyAsLong(each.kept()))
        .description(description)
        .register(meters);
  }

  private static Counter counter(MeterRegistry meters, String what, String description) {
    return Counter.builder("optima.stream.publish." + what)
        .description(description)
        .register(meters);
  }

  void answered(AppendRequest request, @Nullable Appended done, long nanos) {
    if (done == null) {
      failures.increment();
    } else if (done.repeated()) {
      repeated.increment();
    } else {
      batches.increment();
      records.increment(request.getCount());
      bytes.increment(request.getRecords().size());
      time.record(nanos, TimeUnit.NANOSECONDS);
    }
  }
}
