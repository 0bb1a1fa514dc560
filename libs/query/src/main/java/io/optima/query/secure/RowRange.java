package io.optima.query.secure;

import io.optima.model.OptimaException;

/** Rows (or bytes) {@code first} to {@code end}, exclusive, of something that is long enough. */
record RowRange(long first, long end) {
  /**
   * What offset and limit mean on {@code length}; beyond the end there is nothing.
   *
   * @param limit 0 means all
   * @throws OptimaException INVALID_ARGUMENT when one is negative
   */
  static RowRange of(long offset, long limit, long length) {
    if (offset < 0 || limit < 0) {
      throw OptimaException.invalid(
          "offset %d and limit %d: neither can be negative", offset, limit);
    }
    long first = Math.min(offset, length);
    long end = limit == 0 || limit > length - first ? length : first + limit;
    return new RowRange(first, end);
  }

  /** The part of it that lies in a chunk, counted from the chunk's beginning. */
  RowRange within(long chunkFirst, long chunkLength) {
    long from = Math.max(first - chunkFirst, 0);
    long to = Math.min(end - chunkFirst, chunkLength);
    return new RowRange(from, Math.max(from, to));
  }

  long length() {
    return end - first;
  }

  boolean isEmpty() {
    return end <= first;
  }
}
