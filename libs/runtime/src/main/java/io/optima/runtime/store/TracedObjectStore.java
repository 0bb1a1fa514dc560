package io.optima.runtime.store;

import io.optima.runtime.telemetry.Traces;
import io.optima.store.ForwardingStore;
import io.optima.store.ObjectStore;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A span for each object that is written on somebody's behalf. Reads have none, they are too many;
 * nor has what the store does for itself, such as heartbeats.
 */
final class TracedObjectStore extends ForwardingStore {
  private final Traces traces;

  TracedObjectStore(ObjectStore store, Traces traces) {
    super(store);
    this.traces = traces;
  }

  @Override
  public boolean putIfAbsent(String key, byte[] bytes) {
    return traced(key, () -> super.putIfAbsent(key, bytes));
  }

  @Override
  public boolean putIfAbsent(String key, Path file) {
    return traced(key, () -> super.putIfAbsent(key, file));
  }

  @Override
  public void put(String key, byte[] bytes) {
    traced(
        key,
        () -> {
          super.put(key, bytes);
          return true;
        });
  }

  private boolean traced(String key, Supplier<Boolean> put) {
    if (traces.traceId().isEmpty()) {
      return put.get();
    }
    String folder = key.substring(0, Math.max(key.indexOf('/'), 0));
    return traces.span("store put " + folder, Map.of("optima.key", key), put);
  }
}
