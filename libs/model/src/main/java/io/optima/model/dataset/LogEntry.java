package io.optima.model.dataset;

import io.optima.model.DatasetName;
import io.optima.model.DigestAlgorithm;
import io.optima.model.stream.Stream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a dataset's commit log. Each carries the whole state after it, so that the last
 * entry alone tells what the dataset is.
 *
 * @param sequence from 1, without gaps
 * @param latest newest version; null before the first
 * @param key the caller's idempotency key: an entry with the same key is the same change
 * @param traceparent W3C trace context of the call that made it; empty when there was none
 * @param stream of a dataset that is one; null otherwise
 */
public record LogEntry(
    long sequence,
    Change change,
    DatasetName dataset,
    Kind kind,
    DigestAlgorithm algorithm,
    Settings settings,
    boolean dropped,
    @Nullable Version latest,
    String author,
    Instant time,
    String key,
    String traceparent,
    @Nullable Stream stream) {

  /** What the entry did. */
  public enum Change {
    CREATED,
    PUBLISHED,
    SETTINGS,
    DROPPED,
    UNDROPPED
  }

  /** Number of the newest version, 0 when there is none. */
  public long latestNumber() {
    return latest == null ? 0 : latest.number();
  }
}
