package io.optima.testing.system;

import io.optima.launch.Layout;

/** Streams where each service is a process of its own. */
class StreamsServicesIT extends StreamsContract {
  @Override
  OptimaUnderTest start() {
    return OptimaUnderTest.start(settings -> settings.with(Layout.SERVICES));
  }
}
