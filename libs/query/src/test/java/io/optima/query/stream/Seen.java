package io.optima.query.stream;

import io.optima.model.stream.StreamRecord;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record that can be compared. */
record Seen(
    long offset,
    long timestamp,
    @Nullable String key,
    @Nullable String value,
    List<String> headers) {
  static Seen of(long offset, StreamRecord record) {
    return new Seen(
        offset,
        timed(record).timestamp(),
        hex(record.key()),
        hex(record.value()),
        record.headers().stream().map(h -> h.name() + "=" + hex(h.value())).toList());
  }

  /** A record without a time has that of its batch. */
  static StreamRecord timed(StreamRecord record) {
    long timestamp = record.timestamp() == 0 ? SealedStreams.APPENDED : record.timestamp();
    return new StreamRecord(timestamp, record.key(), record.value(), record.headers());
  }

  private static @Nullable String hex(byte @Nullable [] bytes) {
    return bytes == null ? null : HexFormat.of().formatHex(bytes);
  }
}
