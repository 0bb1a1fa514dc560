package io.optima.query.stream;

import io.optima.model.stream.StreamRecord;

/** How much room records take, about. */
final class RecordSizes {
  private static final int RECORD_BYTES = 24;
  private static final int HEADER_BYTES = 8;

  private RecordSizes() {}

  static long of(StreamRecord record) {
    long bytes = RECORD_BYTES;
    bytes += record.key() == null ? 0 : record.key().length;
    bytes += record.value() == null ? 0 : record.value().length;
    for (StreamRecord.Header header : record.headers()) {
      bytes += HEADER_BYTES + header.name().length();
      bytes += header.value() == null ? 0 : header.value().length;
    }
    return bytes;
  }
}
