package io.optima.store;

import io.optima.model.OptimaException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where bytes are kept and how carefully ({@code optima.store.*}, {@code optima.cache.*}, {@code
 * optima.faults.*}).
 *
 * @param home folder for what is this machine's own: staging of running publishes, read cache
 * @param url {@code file:<dir>} or {@code s3://bucket[/prefix]}
 * @param s3 how to reach S3; only used with {@code s3:}
 * @param cacheBytes limit of the read cache; files in use may exceed it
 * @param verifyAgain a chunk file whose bytes were verified is trusted that long while its inode,
 *     size and time stay the same
 * @param grace unreferenced chunks younger than this are never garbage
 * @param lease a publish or garbage collection that shows no sign of life for so long is dead
 * @param faults what goes wrong on purpose; nothing in production
 */
public record StoreSettings(
    Path home,
    String url,
    S3 s3,
    long cacheBytes,
    Duration verifyAgain,
    Duration grace,
    Duration lease,
    Faults faults) {
  public StoreSettings {
    home = home.toAbsolutePath().normalize();
    if (cacheBytes < 0) {
      throw OptimaException.invalid("optima.cache.size %d is negative", cacheBytes);
    }
    checkPositive("optima.store.grace", grace);
    checkPositive("optima.store.lease", lease);
  }

  /** The defaults, everything below one folder. */
  public static StoreSettings in(Path home) {
    return new StoreSettings(
        home,
        "file:" + home.toAbsolutePath().normalize().resolve("store"),
        S3.DEFAULT,
        20L << 30,
        Duration.ofHours(6),
        Duration.ofHours(24),
        Duration.ofMinutes(2),
        Faults.NONE);
  }

  public StoreSettings withUrl(String other) {
    return new StoreSettings(home, other, s3, cacheBytes, verifyAgain, grace, lease, faults);
  }

  public StoreSettings withS3(S3 other) {
    return new StoreSettings(home, url, other, cacheBytes, verifyAgain, grace, lease, faults);
  }

  public StoreSettings withGrace(Duration other) {
    return new StoreSettings(home, url, s3, cacheBytes, verifyAgain, other, lease, faults);
  }

  public StoreSettings withLease(Duration other) {
    return new StoreSettings(home, url, s3, cacheBytes, verifyAgain, grace, other, faults);
  }

  public StoreSettings withFaults(Faults other) {
    return new StoreSettings(home, url, s3, cacheBytes, verifyAgain, grace, lease, other);
  }

  private static void checkPositive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw OptimaException.invalid("%s is %s: it has to be more than zero", name, value);
    }
  }

  /**
   * {@code optima.store.s3.*}. Without keys the usual AWS sources are asked (environment, profile,
   * instance).
   *
   * @param endpoint of a store that is not Amazon's; null for Amazon
   * @param pathStyle bucket in the path instead of the host name; most other stores need it
   * @param partBytes files larger than this are uploaded in parts of this size
   * @param timeout for one request, retries not counted
   */
  public record S3(
      @Nullable String endpoint,
      String region,
      boolean pathStyle,
      @Nullable String accessKey,
      @Nullable String secretKey,
      long partBytes,
      Duration timeout) {
    public static final S3 DEFAULT =
        new S3(null, "us-east-1", false, null, null, 64L << 20, Duration.ofMinutes(5));

    public S3 {
      if (partBytes < 5L << 20) {
        throw OptimaException.invalid("optima.store.s3.part-bytes %d is below 5 MiB", partBytes);
      }
      if ((accessKey == null) != (secretKey == null)) {
        throw OptimaException.invalid("optima.store.s3 needs both access-key and secret-key");
      }
    }

    /** A store elsewhere, such as MinIO or Ceph. */
    public static S3 at(String endpoint, String accessKey, String secretKey) {
      return new S3(
          endpoint,
          DEFAULT.region(),
          true,
          accessKey,
          secretKey,
          DEFAULT.partBytes(),
          DEFAULT.timeout());
    }
  }

  /**
   * {@code optima.faults.*}: what goes wrong at which label, for tests. Labels of the store stand
   * at {@link FaultyObjectStore}.
   *
   * @param crash label → the JVM halts when it is reached for the n-th time
   * @param fail label → the call fails with UNAVAILABLE from the n-th time on
   * @param full labels at which there is no space left
   * @param slow label → how long it takes
   */
  public record Faults(
      Map<String, Integer> crash,
      Map<String, Integer> fail,
      Set<String> full,
      Map<String, Duration> slow) {
    public static final Faults NONE = new Faults(Map.of(), Map.of(), Set.of(), Map.of());

    public Faults {
      crash = Map.copyOf(crash);
      fail = Map.copyOf(fail);
      full = Set.copyOf(full);
      slow = Map.copyOf(slow);
    }

    public static Faults crashAt(String label, int time) {
      return new Faults(Map.of(label, time), Map.of(), Set.of(), Map.of());
    }
  }
}
