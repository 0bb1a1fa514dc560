package io.optima.testing.system;

/** All in one process, on SQLite and in-memory pub/sub. */
class EmbeddedIT extends MainJobContract {
  @Override
  OptimaUnderTest start() {
    return OptimaUnderTest.start();
  }
}
