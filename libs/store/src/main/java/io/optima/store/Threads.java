package io.optima.store;

/** Ends of threads that somebody started for a piece of work. */
public final class Threads {
  private Threads() {}

  /** Waits for the thread's end, which must be near, even when this one is interrupted. */
  public static void join(Thread thread) {
    boolean interrupted = Thread.interrupted();
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
