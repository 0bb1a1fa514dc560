package io.optima.log;

import java.util.concurrent.ThreadFactory;

/** Where the journal's threads are made. */
final class Threads {
  private Threads() {}

  static ThreadFactory named(String name) {
    return Thread.ofPlatform().name(name).daemon().factory();
  }
}
