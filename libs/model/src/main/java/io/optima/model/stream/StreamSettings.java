package io.optima.model.stream;

import io.optima.model.OptimaException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a stream keeps its records.
 *
 * @param partitions of the stream, numbered from 0; may grow
 * @param schema of the values, for good; null: values are bytes that nobody looks into
 * @param durability that every batch has at least; a publisher may ask for more
 * @param kafka the topic that is the stream, for good: its records, partitions, offsets and groups;
 *     null: Optima keeps the records
 * @param source that Optima feeds the stream from, besides its publishers; null for none
 */
public record StreamSettings(
    int partitions,
    @Nullable RecordSchema schema,
    Durability durability,
    Retention retention,
    SealPolicy seal,
    @Nullable KafkaTopic kafka,
    @Nullable StreamSource source) {
  public static final int MOST_PARTITIONS = 10_000;

  /** Of a stream whose records Optima keeps and publishers publish. */
  public StreamSettings(
      int partitions,
      @Nullable RecordSchema schema,
      Durability durability,
      Retention retention,
      SealPolicy seal) {
    this(partitions, schema, durability, retention, seal, null, null);
  }

  public StreamSettings {
    if (partitions < 1 || partitions > MOST_PARTITIONS) {
      throw OptimaException.invalid(
          "a stream has 1 to %d partitions, not %d", MOST_PARTITIONS, partitions);
    }
    if (kafka != null && durability != Durability.MEMORY) {
      throw OptimaException.invalid(
          "records of topic %s have the durability that its brokers give them, which is memory"
              + " here: leave the durability out",
          kafka);
    }
    if (kafka != null && !retention.equals(Retention.FOREVER)) {
      throw OptimaException.invalid(
          "records of topic %s stay as long as its retention.ms and retention.bytes say: set"
              + " those, and leave the stream's retention out",
          kafka);
    }
    if (kafka == null && seal.topic()) {
      throw OptimaException.invalid(
          "only a stream that is a topic of Kafka can have the topic sealed: others are sealed"
              + " anyway");
    }
    if (kafka != null && source != null) {
      throw OptimaException.invalid(
          "topic %s is the stream, and only its publishers feed it: leave the source out", kafka);
    }
  }

  /** The same with values of that schema. */
  public StreamSettings withSchema(RecordSchema of) {
    return new StreamSettings(partitions, of, durability, retention, seal, kafka, source);
  }

  /** The same with so many partitions. */
  public StreamSettings withPartitions(int count) {
    return new StreamSettings(count, schema, durability, retention, seal, kafka, source);
  }

  /**
   * What may be dropped from the head of each partition; a limit that is null does not exist.
   *
   * @param age of records that are dropped
   * @param bytes stored, of the partition's newest records, that stay
   * @param records of the partition, the newest, that stay
   */
  public record Retention(@Nullable Duration age, @Nullable Long bytes, @Nullable Long records) {
    /** Keeps everything. */
    public static final Retention FOREVER = new Retention(null, null, null);

    public Retention {
      if (age != null && (age.isNegative() || age.isZero())) {
        throw OptimaException.invalid("retention by age is %s: it has to be positive", age);
      }
      positive("bytes", bytes);
      positive("records", records);
    }

    private static void positive(String what, @Nullable Long limit) {
      if (limit != null && limit < 1) {
        throw OptimaException.invalid("retention by %s is %d: at least 1", what, limit);
      }
    }
  }

  /**
   * When the journal's tail of a partition becomes a chunk: whichever comes first.
   *
   * @param bytes in the tail
   * @param age of the tail's first record in the journal; of a topic, the time from one seal to the
   *     next
   * @param topic whether the records of a topic are copied to chunks, too
   */
  public record SealPolicy(long bytes, Duration age, boolean topic) {
    public static final SealPolicy DEFAULT = new SealPolicy(64L << 20, Duration.ofMinutes(1));

    /** Topics are not sealed. */
    public SealPolicy(long bytes, Duration age) {
      this(bytes, age, false);
    }

    public SealPolicy {
      if (bytes < 1) {
        throw OptimaException.invalid("a tail is sealed at %d bytes: at least 1", bytes);
      }
      if (age.isNegative() || age.isZero()) {
        throw OptimaException.invalid("a tail is sealed after %s: it has to be positive", age);
      }
    }
  }
}
