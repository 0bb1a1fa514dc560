package io.optima.runtime.thread;

import io.opentelemetry.context.Context;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * Where all threads of Optima's own come from: virtual unless they say otherwise, named, and
 * working in the name and the trace of whoever handed them their task. Close an executor that is
 * not meant to live as long as the process.
 */
public final class Threads {
  private Threads() {}

  /** A thread for each task; name in the singular, for example {@code flight-stream}. */
  public static ExecutorService perTask(String name) {
    return new InheritingExecutor(Executors.newThreadPerTaskExecutor(factory(name)));
  }

  /** One thread that does one task after the other, in the context of nobody. */
  public static ExecutorService single(String name) {
    return Executors.newSingleThreadExecutor(factory(name));
  }

  /**
   * A few platform threads for long work in native code, which would keep virtual ones from being
   * scheduled at all.
   */
  public static ExecutorService few(String name, int threads) {
    return new InheritingExecutor(
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name(name + "-", 0).factory()));
  }

  /** One thread for what has to be done again and again; tasks are short and catch everything. */
  public static ScheduledExecutorService clockwork(String name) {
    return Executors.newSingleThreadScheduledExecutor(factory(name));
  }

  private static ThreadFactory factory(String name) {
    return Thread.ofVirtual().name(name + "-", 0).factory();
  }

  /** The task as it runs elsewhere: with the principal and the span of this thread. */
  static Runnable inherit(Runnable task) {
    return Context.current().wrap(io.grpc.Context.current().wrap(task));
  }
}
