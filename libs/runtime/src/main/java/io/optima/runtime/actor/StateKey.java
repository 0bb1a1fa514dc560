package io.optima.runtime.actor;

/** A named value of an actor's state. Renaming one forgets what was stored under the old name. */
public record StateKey<T>(String name, Class<T> type) {
  public StateKey {
    if (!name.matches("[a-z][a-z0-9_-]*")) {
      throw new IllegalArgumentException("state key '" + name + "': use a-z, 0-9, _ and -");
    }
  }
}
