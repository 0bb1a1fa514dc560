package io.optima.model.stream;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record of a stream. Its arrays are shared, not copied, and belong to nobody who would change
 * them.
 *
 * @param timestamp microseconds since the epoch, UTC
 * @param key null for none
 * @param value null for none: the deletion of a key
 * @param headers in their order; names may repeat
 */
@SuppressWarnings("ArrayRecordComponent") // bytes that pass through, never compared
public record StreamRecord(
    long timestamp, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
  /**
   * What is said about a record beside its value.
   *
   * @param value null for none
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Header(String name, byte @Nullable [] value) {
    // written out: javac forgets annotations of types in a constructor of its own
    public Header(String name, byte @Nullable [] value) {
      this.name = name;
      this.value = value;
    }
  }

  public StreamRecord(
      long timestamp, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
    this.timestamp = timestamp;
    this.key = key;
    this.value = value;
    this.headers = List.copyOf(headers);
  }
}
