package io.optima.store;

import io.optima.model.DatasetName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Idempotency keys of publishes that found their content there already: at which entry of the log
 * that was. Garbage collection forgets them after the grace period.
 */
public final class UnchangedPublishes {
  private final ObjectStore objects;

  UnchangedPublishes(ObjectStore objects) {
    this.objects = objects;
  }

  /** Remembers, durably; the first answer to a key stays. */
  public void remember(DatasetName dataset, String key, long sequence) {
    objects.putIfAbsent(key(dataset, key), Json.bytes(sequence));
  }

  /** The entry whose latest version was what the key published; empty when it is not known. */
  public Optional<Long> sequence(DatasetName dataset, String key) {
    return objects.get(key(dataset, key)).map(json -> Json.read(json, Long.class));
  }

  private static String key(DatasetName dataset, String key) {
    byte[] both = (dataset + "\n" + key).getBytes(StandardCharsets.UTF_8);
    return Keys.UNCHANGED + Sha256.of(both).hex() + ".json";
  }
}
