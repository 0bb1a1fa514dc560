package io.optima.store;

/**
 * Opens stores of one kind of URL. Implementations are found by {@link java.util.ServiceLoader}, so
 * that this package names no technology.
 */
public interface ObjectStoreProvider {
  /** Whether it knows the URL's scheme. */
  boolean opens(String url);

  ObjectStore open(StoreSettings settings);
}
