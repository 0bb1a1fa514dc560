package io.optima.testing.system;

/** Streams where all is in one process. */
class StreamsEmbeddedIT extends StreamsContract {
  @Override
  OptimaUnderTest start() {
    return OptimaUnderTest.start();
  }
}
