package io.optima.runtime.query;

import io.optima.query.publish.PublishSettings;
import io.optima.query.secure.ReadSettings;
import io.optima.query.sql.QuerySettings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of reading and of SQL.
 *
 * @param query running SQL ({@code optima.query.*})
 * @param read reading versions as they are ({@code optima.read.*})
 * @param publish making versions ({@code optima.publish.*})
 */
@ConfigurationProperties("optima")
public record QueryProperties(
    @DefaultValue Query query, @DefaultValue Read read, @DefaultValue Publish publish) {

  /**
   * Running SQL.
   *
   * @param memory what all queries together may take before they spill
   * @param instances sets of dataset versions that can be queried at once; each has its share of
   *     the memory
   * @param kept sets that stay open, those not queried just now included: opening one takes longer
   *     than a small query
   * @param threads that one query may use; absent: one for each processor
   * @param waiting how long a query waits for one of the instances
   * @param idle an instance that nobody used for so long is closed
   * @param timeout how long a query may run when the caller sets no limit
   */
  public record Query(
      @DefaultValue("4GB") DataSize memory,
      @DefaultValue("4") int instances,
      @DefaultValue("24") int kept,
      @Nullable Integer threads,
      @DefaultValue("30s") Duration waiting,
      @DefaultValue("10m") Duration idle,
      @DefaultValue("1h") Duration timeout) {}

  /**
   * Reading versions as they are.
   *
   * @param memory what decoding may take before it spills
   * @param threads that decode; absent: one for each processor
   */
  public record Read(@DefaultValue("1GB") DataSize memory, @Nullable Integer threads) {}

  /**
   * Making versions.
   *
   * @param memory what DuckDB may take for all publishes together before it spills
   * @param threads of DuckDB for all publishes together; absent: one for each processor
   * @param chunkRows rows after which a chunk of a table ends; whole leaves of 65,536
   * @param chunkSize rows in memory after which it ends, whichever comes first; about a third of
   *     that in the chunk
   * @param blobChunkSize of the chunks of text and binary
   * @param tries how often an append is prepared anew because somebody else was first
   */
  public record Publish(
      @DefaultValue("1GB") DataSize memory,
      @Nullable Integer threads,
      @DefaultValue("2097152") int chunkRows,
      @DefaultValue("320MB") DataSize chunkSize,
      @DefaultValue("64MB") DataSize blobChunkSize,
      @DefaultValue("5") int tries) {}

  QuerySettings querySettings(Path home) {
    return new QuerySettings(
        query.memory().toBytes(),
        query.instances(),
        query.kept(),
        threads(query.threads()),
        query.waiting(),
        query.idle(),
        query.timeout(),
        home.resolve("spill/query"));
  }

  ReadSettings readSettings(Path home, DataSize decoded) {
    return new ReadSettings(
        read.memory().toBytes(),
        threads(read.threads()),
        home.resolve("spill/read"),
        decoded.toBytes(),
        home.resolve("cache/decoded"));
  }

  PublishSettings publishSettings(Path home) {
    return new PublishSettings(
        publish.memory().toBytes(),
        threads(publish.threads()),
        home.resolve("spill/publish"),
        publish.chunkRows(),
        publish.chunkSize().toBytes(),
        Math.toIntExact(publish.blobChunkSize().toBytes()),
        publish.tries());
  }

  private static int threads(@Nullable Integer configured) {
    return configured == null ? Runtime.getRuntime().availableProcessors() : configured;
  }
}
