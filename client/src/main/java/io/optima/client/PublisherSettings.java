package io.optima.client;

import io.optima.model.OptimaException;
import io.optima.v1.Durability;
import java.time.Duration;

/**
 * How records are published.
 *
 * @param linger a record waits at most so long for others to be sent with it
 * @param batchBytes so many bytes for one partition are sent at once, without that delay
 * @param bufferBytes of records that are not acknowledged; then publishing waits
 * @param durability of each record at least; unspecified: the stream's
 * @param patience how long a server may be away before records are given up
 */
public record PublisherSettings(
    Duration linger, int batchBytes, long bufferBytes, Durability durability, Duration patience) {
  public static final PublisherSettings DEFAULT =
      new PublisherSettings(
          Duration.ofMillis(2),
          256 << 10,
          32L << 20,
          Durability.DURABILITY_UNSPECIFIED,
          Duration.ofMinutes(2));

  private static final int LARGEST_BATCH = 4 << 20;

  public PublisherSettings {
    if (linger.isNegative() || patience.isNegative()) {
      throw OptimaException.invalid(
          "linger is %s and patience %s: neither can be negative", linger, patience);
    }
    if (batchBytes < 1 || batchBytes > LARGEST_BATCH) {
      throw OptimaException.invalid(
          "batches have 1 to %d bytes, not %d", LARGEST_BATCH, batchBytes);
    }
    if (bufferBytes < batchBytes) {
      throw OptimaException.invalid(
          "a buffer of %d bytes has no place for a batch of %d", bufferBytes, batchBytes);
    }
  }

  public PublisherSettings withLinger(Duration other) {
    return new PublisherSettings(other, batchBytes, bufferBytes, durability, patience);
  }

  public PublisherSettings withBuffer(int batch, long buffer) {
    return new PublisherSettings(linger, batch, buffer, durability, patience);
  }

  public PublisherSettings withDurability(Durability other) {
    return new PublisherSettings(linger, batchBytes, bufferBytes, other, patience);
  }

  public PublisherSettings withPatience(Duration other) {
    return new PublisherSettings(linger, batchBytes, bufferBytes, durability, other);
  }
}
