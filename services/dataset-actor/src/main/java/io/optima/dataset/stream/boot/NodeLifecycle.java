package io.optima.dataset.stream.boot;

import io.optima.dataset.stream.StreamNode;
import io.optima.dataset.stream.grpc.PartitionServer;
import io.optima.dataset.stream.grpc.StreamMeters;
import io.optima.runtime.thread.Threads;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Serves when the application starts; when it stops, gives partitions back while there is still
 * somebody to give them to.
 */
final class NodeLifecycle implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(NodeLifecycle.class);
  private static final long TICK_MILLIS = 100;

  private final StreamNode node;
  private final PartitionServer server;
  private final StreamMeters meters;
  private final BooleanSupplier sidecar;
  private final Duration handover;
  private final Duration announce;
  private final ScheduledExecutorService clockwork = Threads.clockwork("partition-tick");
  private volatile boolean running;

  /**
   * @param sidecar whether calls to actors can succeed
   * @param handover how long giving everything back may take
   * @param announce so often advances are told
   */
  NodeLifecycle(
      StreamNode node,
      PartitionServer server,
      StreamMeters meters,
      BooleanSupplier sidecar,
      Duration handover,
      Duration announce) {
    this.node = node;
    this.server = server;
    this.meters = meters;
    this.sidecar = sidecar;
    this.handover = handover;
    this.announce = announce;
  }

  @Override
  public void start() {
    running = true;
    server.serve(node, meters);
    var _ =
        clockwork.scheduleWithFixedDelay(
            this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    var _ =
        clockwork.scheduleWithFixedDelay(
            node::announce, announce.toNanos(), announce.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void tick() {
    try {
      node.tick();
    } catch (RuntimeException e) {
      log.error("the clockwork of partitions", e);
    }
  }

  @Override
  public void stop() {
    running = false;
    clockwork.shutdownNow();
    boolean answers = node.partitions() > 0 && sidecar.getAsBoolean();
    node.close(answers ? handover : Duration.ZERO);
    server.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
