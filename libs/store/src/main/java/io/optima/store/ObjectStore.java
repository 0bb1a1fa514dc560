package io.optima.store;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whole objects by key: the only thing Optima asks of what keeps its bytes.
 *
 * <p>Keys are segments of letters, digits, {@code . _ -} joined by {@code /}; no segment starts
 * with a dot, and no key is a folder of another. An object is visible whole or not at all, to every
 * process, from the moment its put returns; an upload that was cut off is never visible.
 * Implementations are safe for use by many threads and processes at once.
 *
 * <p>Errors of every method: INVALID_ARGUMENT for a key that is not allowed, RESOURCE_EXHAUSTED
 * when there is no space left, UNAVAILABLE when the store cannot be reached or fails.
 */
public interface ObjectStore extends AutoCloseable {
  /**
   * Writes the object unless the key is taken, durably: when this returns, true or false, the
   * object at the key survives a power cut. Of several concurrent writers exactly one gets true.
   */
  boolean putIfAbsent(String key, byte[] bytes);

  /**
   * As above, from a file. The store may keep the file itself, so its bytes must not change any
   * more; the caller may still delete its name.
   */
  boolean putIfAbsent(String key, Path file);

  /**
   * Writes or replaces a short-lived object such as a heartbeat. Readers see the old or the new
   * bytes; a power cut may lose both.
   */
  void put(String key, byte[] bytes);

  /** The whole object; empty when the key is free. */
  Optional<byte[]> get(String key);

  /**
   * Streams part of an object; short when the object ends sooner.
   *
   * @param offset first byte, from 0
   * @param length bytes at most
   * @throws OptimaException NOT_FOUND when the key is free
   */
  InputStream open(String key, long offset, long length);

  Optional<ObjectInfo> stat(String key);

  /**
   * Objects whose key starts with the prefix, in the order of keys, read as the stream is consumed.
   * Objects put or deleted meanwhile may or may not be among them. Close the stream.
   */
  Stream<ObjectInfo> list(String prefix);

  /**
   * The next segments below a folder ({@code a/b/} or empty for the root) that have objects below
   * them, in order, each once: {@code c} for {@code a/b/c/d}. Close the stream.
   */
  Stream<String> folders(String folder);

  /** Frees the key; nothing happens when it is free. */
  void delete(String key);

  /**
   * Where the object is a file on this machine, whether it exists or not; empty when this store
   * keeps no such files. The file must only be read.
   */
  Optional<Path> file(String key);

  /**
   * Finds what uploads that were cut off left behind and are not visible as objects.
   *
   * @param age only leftovers at least that old: younger ones may belong to a running upload
   * @param delete whether to remove them
   */
  Leftovers leftovers(Duration age, boolean delete);

  @Override
  void close();

  /** Remains of uploads. */
  record Leftovers(long count, long bytes) {
    public static final Leftovers NONE = new Leftovers(0, 0);
  }

  /**
   * Refuses keys that are not allowed.
   *
   * @throws OptimaException INVALID_ARGUMENT
   */
  static void checkKey(String key) {
    if (key.length() > 900 || !KeyPattern.ALLOWED.matcher(key).matches()) {
      throw OptimaException.invalid("object key '%s' is not allowed", key);
    }
  }

  /** The error of {@link #open} for a free key. */
  static OptimaException absent(String key) {
    return OptimaException.of(ErrorCode.NOT_FOUND, "object %s is not in the store", key);
  }

  /** Compiled once. */
  final class KeyPattern {
    private static final String SEGMENT = "[A-Za-z0-9_-][A-Za-z0-9._-]*";
    private static final Pattern ALLOWED = Pattern.compile(SEGMENT + "(/" + SEGMENT + ")*");

    private KeyPattern() {}
  }
}
