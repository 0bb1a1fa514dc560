package io.optima.store.file;

import io.optima.store.ObjectStore;
import io.optima.store.ObjectStoreProvider;
import io.optima.store.StoreSettings;
import java.nio.file.Path;

/** Opens {@code file:<dir>}. */
public final class FileObjectStores implements ObjectStoreProvider {
  private static final String SCHEME = "file:";

  @Override
  public boolean opens(String url) {
    return url.startsWith(SCHEME);
  }

  @Override
  public ObjectStore open(StoreSettings settings) {
    String path = settings.url().substring(SCHEME.length());
    return new FileObjectStore(Path.of(path.startsWith("//") ? path.substring(2) : path));
  }
}
