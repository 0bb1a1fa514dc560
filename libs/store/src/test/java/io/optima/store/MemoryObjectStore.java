package io.optima.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** Objects in memory, dated by a clock that tests may turn. Survives {@link #close}. */
final class MemoryObjectStore implements ObjectStore {
  private final ConcurrentNavigableMap<String, Kept> objects = new ConcurrentSkipListMap<>();
  private final Clock clock;

  MemoryObjectStore(Clock clock) {
    this.clock = clock;
  }

  @Override
  public boolean putIfAbsent(String key, byte[] bytes) {
    ObjectStore.checkKey(key);
    return objects.putIfAbsent(key, new Kept(bytes.clone(), clock.instant())) == null;
  }

  @Override
  public boolean putIfAbsent(String key, Path file) {
    try {
      return putIfAbsent(key, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void put(String key, byte[] bytes) {
    ObjectStore.checkKey(key);
    objects.put(key, new Kept(bytes.clone(), clock.instant()));
  }

  @Override
  public Optional<byte[]> get(String key) {
    ObjectStore.checkKey(key);
    return Optional.ofNullable(objects.get(key)).map(kept -> kept.bytes().clone());
  }

  @Override
  public InputStream open(String key, long offset, long length) {
    byte[] bytes = get(key).orElseThrow(() -> ObjectStore.absent(key));
    int from = (int) Math.min(offset, bytes.length);
    return new ByteArrayInputStream(bytes, from, (int) Math.min(length, bytes.length - from));
  }

  @Override
  public Optional<ObjectInfo> stat(String key) {
    ObjectStore.checkKey(key);
    return Optional.ofNullable(objects.get(key)).map(kept -> kept.info(key));
  }

  @Override
  public Stream<ObjectInfo> list(String prefix) {
    return objects.tailMap(prefix).entrySet().stream()
        .takeWhile(object -> object.getKey().startsWith(prefix))
        .map(object -> object.getValue().info(object.getKey()));
  }

  @Override
  public Stream<String> folders(String folder) {
    return list(folder)
        .map(object -> object.key().substring(folder.length()))
        .filter(rest -> rest.contains("/"))
        .map(rest -> rest.substring(0, rest.indexOf('/')))
        .distinct();
  }

  @Override
  public void delete(String key) {
    objects.remove(key);
  }

  @Override
  public Optional<Path> file(String key) {
    return Optional.empty();
  }

  @Override
  public Leftovers leftovers(Duration age, boolean delete) {
    return Leftovers.NONE;
  }

  @Override
  public void close() {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Kept(byte[] bytes, Instant modified) {
    ObjectInfo info(String key) {
      return new ObjectInfo(key, bytes.length, modified);
    }
  }
}
