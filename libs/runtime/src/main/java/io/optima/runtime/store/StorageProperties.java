package io.optima.runtime.store;

import io.optima.store.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where bytes are kept.
 *
 * @param home folder for what belongs to this machine: tokens, staging of running publishes, read
 *     cache, and the store itself unless it is elsewhere
 * @param store the chunks, manifests and logs
 * @param cache read cache for a store that is not on this machine
 */
@ConfigurationProperties("optima")
public record StorageProperties(
    @DefaultValue(".optima") Path home, @DefaultValue Store store, @DefaultValue Cache cache) {

  /**
   * The store.
   *
   * @param url {@code file:<dir>} or {@code s3://bucket/prefix}; a folder of {@code optima.home}
   *     when absent
   * @param s3 how to reach S3
   * @param verifyAgain a chunk file whose bytes were verified is trusted that long while it does
   *     not change
   * @param grace unreferenced chunks younger than this are never garbage
   * @param lease a publish or garbage collection that shows no sign of life for so long is dead
   */
  public record Store(
      @Nullable String url,
      @DefaultValue S3 s3,
      @DefaultValue("6h") Duration verifyAgain,
      @DefaultValue("24h") Duration grace,
      @DefaultValue("2m") Duration lease) {}

  /**
   * How to reach S3. Without keys the usual AWS sources are asked (environment, profile, instance).
   *
   * @param endpoint of a store that is not Amazon's
   * @param region of the bucket
   * @param pathStyle bucket in the path instead of the host name; most other stores need it
   * @param accessKey id of the key
   * @param secretKey the key
   * @param partSize larger files are uploaded in parts of this size
   * @param timeout of one request
   */
  public record S3(
      @Nullable String endpoint,
      @DefaultValue("us-east-1") String region,
      @DefaultValue("false") boolean pathStyle,
      @Nullable String accessKey,
      @Nullable String secretKey,
      @DefaultValue("64MB") DataSize partSize,
      @DefaultValue("5m") Duration timeout) {
    StoreSettings.S3 settings() {
      return new StoreSettings.S3(
          endpoint, region, pathStyle, accessKey, secretKey, partSize.toBytes(), timeout);
    }
  }

  /**
   * The read cache.
   *
   * @param size its limit; files in use may exceed it
   * @param decoded limit of the cache of decoded columns, which every node keeps; 0 for none
   */
  public record Cache(@DefaultValue("20GB") DataSize size, @DefaultValue("8GB") DataSize decoded) {}

  StoreSettings settings(StoreSettings.Faults faults) {
    return new StoreSettings(
        home,
        store.url() == null ? StoreSettings.in(home).url() : store.url(),
        store.s3().settings(),
        cache.size().toBytes(),
        store.verifyAgain(),
        store.grace(),
        store.lease(),
        faults);
  }
}
