package io.optima.runtime.health;

import io.optima.model.OptimaException;
import io.optima.store.ObjectStore;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up while the store answers: asks for an object that need not exist. */
final class StoreHealth implements HealthIndicator {
  private static final String PROBE = "health/probe";

  private final ObjectStore objects;

  StoreHealth(ObjectStore objects) {
    this.objects = objects;
  }

  @Override
  public Health health() {
    try {
      objects.stat(PROBE);
      return Health.up().build();
    } catch (OptimaException e) {
      return Health.down().build();
    }
  }
}
