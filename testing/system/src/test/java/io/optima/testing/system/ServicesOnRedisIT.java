package io.optima.testing.system;

import io.optima.launch.Layout;

/** Four services with a sidecar each, on Redis. */
class ServicesOnRedisIT extends MainJobContract {
  @Override
  OptimaUnderTest start() {
    return OptimaUnderTest.start(settings -> settings.with(Layout.SERVICES));
  }
}
