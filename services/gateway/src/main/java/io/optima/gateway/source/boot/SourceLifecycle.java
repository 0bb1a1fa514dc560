package io.optima.gateway.source.boot;

import io.optima.gateway.source.SourceWatch;
import io.optima.gateway.source.Sources;
import io.optima.runtime.thread.Threads;
import java.util.concurrent.ExecutorService;
import org.springframework.context.SmartLifecycle;

/** Feeds streams while the application runs. */
final class SourceLifecycle implements SmartLifecycle {
  private final SourceWatch watch;
  private final Sources sources;
  private final ExecutorService thread = Threads.single("source-watch");
  private volatile boolean running;

  SourceLifecycle(SourceWatch watch, Sources sources) {
    this.watch = watch;
    this.sources = sources;
  }

  @Override
  public void start() {
    running = true;
    thread.execute(watch);
  }

  @Override
  public void stop() {
    running = false;
    thread.shutdownNow();
    sources.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
