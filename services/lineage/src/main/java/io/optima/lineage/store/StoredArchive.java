package io.optima.lineage.store;

import io.optima.lineage.Archive;
import io.optima.store.Json;
import io.optima.store.ObjectStore;
import java.util.Optional;
import java.util.stream.Stream;

/** Events of others in the object store: {@code openlineage/<day>/<digest>.json}. */
public final class StoredArchive implements Archive {
  private static final String FOLDER = "openlineage/";
  private static final String END = ".json";

  private final ObjectStore objects;

  public StoredArchive(ObjectStore objects) {
    this.objects = objects;
  }

  @Override
  public void keep(String key, Sent sent) {
    objects.putIfAbsent(FOLDER + key + END, Json.bytes(sent));
  }

  @Override
  public Stream<String> keys() {
    return objects
        .list(FOLDER)
        .map(object -> object.key())
        .filter(key -> key.endsWith(END))
        .map(key -> key.substring(FOLDER.length(), key.length() - END.length()));
  }

  @Override
  public Optional<Sent> event(String key) {
    return objects.get(FOLDER + key + END).map(json -> Json.read(json, Sent.class));
  }
}
