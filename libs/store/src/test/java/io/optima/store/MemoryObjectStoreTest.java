package io.optima.store;

import java.time.Clock;

/** The store that other tests use keeps the contract too. */
final class MemoryObjectStoreTest extends ObjectStoreContract {
  @Override
  protected ObjectStore open() {
    return new MemoryObjectStore(Clock.systemUTC());
  }

  @Override
  protected int largeFile() {
    return 100_000;
  }
}
