package io.optima.query.secure;

import io.optima.identity.LeafRange;
import io.optima.model.dataset.Manifest.Chunk;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of leaves of a chunk that is decoded and kept as one. Its borders are the chunk's, and rows
 * of the table that are multiples of {@link #ROWS}: parts of a table that several readers share out
 * among them end there too, whatever the chunks are.
 *
 * @param first row within the chunk
 * @param end row within the chunk behind the last one
 */
record Segment(long first, long end) {
  /** Eight leaves: long enough to decode with all threads, short enough to be read whole. */
  static final long ROWS = 8L * LeafRange.LEAF_ROWS;

  /** The segments that hold a range of the chunk's rows, in order. */
  static List<Segment> of(Chunk chunk, RowRange range) {
    List<Segment> segments = new ArrayList<>();
    long at = range.first();
    while (at < range.end()) {
      long start = (chunk.first() + at) / ROWS * ROWS - chunk.first();
      long end = Math.min(start + ROWS, chunk.rows());
      segments.add(new Segment(Math.max(start, 0), end));
      at = end;
    }
    return segments;
  }

  /** Whether all its rows are in the range. */
  boolean isWithin(RowRange range) {
    return range.first() <= first && end <= range.end();
  }
}
