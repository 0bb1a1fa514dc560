package io.optima.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Numbered immutable entries in folders, dense from 1: {@code <folder><number, 12 digits>.json}.
 * Since an entry never changes, what was read once is remembered, and the last one is found by
 * probing forward from the last that was seen.
 */
final class EntryLog<T> {
  private static final long CACHE_BYTES = 32L << 20;
  private static final int FOLDERS_REMEMBERED = 100_000;

  private final ObjectStore objects;
  private final Class<T> type;
  private final Cache<String, Entry<T>> entries;
  private final Cache<String, Long> last;

  EntryLog(ObjectStore objects, Class<T> type) {
    this.objects = objects;
    this.type = type;
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(CACHE_BYTES)
            .weigher((String key, Entry<T> entry) -> entry.bytes())
            .build();
    this.last = Caffeine.newBuilder().maximumSize(FOLDERS_REMEMBERED).build();
  }

  /**
   * Writes an entry unless its number is taken.
   *
   * @throws OptimaException FAILED_PRECONDITION when the entry before it does not exist
   */
  boolean append(String folder, long number, T value) {
    if (number < 1 || (number > 1 && !exists(folder, number - 1))) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION, "%s has no entry %d yet", folder, number - 1);
    }
    byte[] json = Json.bytes(value);
    boolean appended = objects.putIfAbsent(key(folder, number), json);
    if (appended) {
      entries.put(key(folder, number), new Entry<>(value, json.length));
      sawExisting(folder, number);
    }
    return appended;
  }

  Optional<T> read(String folder, long number) {
    String key = key(folder, number);
    Entry<T> known = entries.getIfPresent(key);
    if (known != null) {
      return Optional.of(known.value());
    }
    Optional<Entry<T>> found = objects.get(key).map(json -> parse(key, json));
    found.ifPresent(entry -> entries.put(key, entry));
    return found.map(Entry::value);
  }

  private Entry<T> parse(String key, byte[] json) {
    return new Entry<>(Json.readStored(key, json, type), json.length);
  }

  /**
   * Number of the last entry, 0 when there is none.
   *
   * @param known an entry the caller has seen, 0 for none
   */
  long last(String folder, long known) {
    long remembered = Objects.requireNonNullElse(last.getIfPresent(folder), 0L);
    long from = Math.max(known, remembered);
    // what the caller has seen may be gone when the store was restored from a backup
    long found = gallop(folder, from == 0 || exists(folder, from) ? from : 0);
    sawExisting(folder, found);
    return found;
  }

  private long gallop(String folder, long from) {
    long low = from;
    long step = 1;
    while (exists(folder, low + step)) {
      low += step;
      step *= 2;
    }
    return between(folder, low, low + step);
  }

  private long between(String folder, long exists, long missing) {
    long low = exists;
    long high = missing;
    while (high - low > 1) {
      long middle = (low + high) / 2;
      if (exists(folder, middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The entries after a number, read as the stream is consumed, up to the end at that time. */
  Stream<T> after(String folder, long number) {
    return LongStream.iterate(number + 1, next -> next + 1)
        .mapToObj(next -> read(folder, next))
        .takeWhile(Optional::isPresent)
        .flatMap(Optional::stream);
  }

  private boolean exists(String folder, long number) {
    String key = key(folder, number);
    return entries.getIfPresent(key) != null || objects.stat(key).isPresent();
  }

  private void sawExisting(String folder, long number) {
    last.put(folder, number);
  }

  private static String key(String folder, long number) {
    return "%s%012d.json".formatted(folder, number);
  }

  private record Entry<T>(T value, int bytes) {}
}
