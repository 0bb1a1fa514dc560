package io.optima.runtime.health;

import io.optima.model.OptimaException;
import io.optima.store.Store;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up while the store is there and takes more. */
final class StoreHealth implements HealthIndicator {
  private final Store store;

  StoreHealth(Store store) {
    this.store = store;
  }

  @Override
  public Health health() {
    try {
      return store.isUsable() ? Health.up().build() : Health.down().build();
    } catch (OptimaException e) {
      return Health.down().build();
    }
  }
}
