package io.optima.store;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Passes everything on to another store; what decorators build on. */
public abstract class ForwardingStore implements ObjectStore {
  private final ObjectStore store;

  protected ForwardingStore(ObjectStore store) {
    this.store = store;
  }

  @Override
  public boolean putIfAbsent(String key, byte[] bytes) {
    return store.putIfAbsent(key, bytes);
  }

  @Override
  public boolean putIfAbsent(String key, Path file) {
    return store.putIfAbsent(key, file);
  }

  @Override
  public void put(String key, byte[] bytes) {
    store.put(key, bytes);
  }

  @Override
  public Optional<byte[]> get(String key) {
    return store.get(key);
  }

  @Override
  public InputStream open(String key, long offset, long length) {
    return store.open(key, offset, length);
  }

  @Override
  public Optional<ObjectInfo> stat(String key) {
    return store.stat(key);
  }

  @Override
  public Stream<ObjectInfo> list(String prefix) {
    return store.list(prefix);
  }

  @Override
  public Stream<String> folders(String folder) {
    return store.folders(folder);
  }

  @Override
  public void delete(String key) {
    store.delete(key);
  }

  @Override
  public Optional<Path> file(String key) {
    return store.file(key);
  }

  @Override
  public Leftovers leftovers(Duration age, boolean delete) {
    return store.leftovers(age, delete);
  }

  @Override
  public void close() {
    store.close();
  }
}
