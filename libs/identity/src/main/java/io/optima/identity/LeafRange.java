package io.optima.identity;

import io.optima.model.OptimaException;

/**
 * Leaves {@code first} to {@code end}, the latter not included.
 *
 * @param first from 0
 */
public record LeafRange(int first, int end) {
  /** Rows of every leaf but the last of a table. */
  public static final int LEAF_ROWS = 65_536;

  public LeafRange {
    if (first < 0 || end < first) {
      throw OptimaException.invalid("leaves %d to %d are not a range", first, end);
    }
  }

  /** Leaves of a table with that many rows. */
  public static LeafRange all(long rows) {
    return new LeafRange(0, leaves(rows));
  }

  /**
   * The leaves that hold a range of rows; none when it is empty or lies behind the last row.
   *
   * @param offset number of the first row, from 0
   * @param limit rows, 0 for all that follow
   */
  public static LeafRange covering(long offset, long limit, long rows) {
    if (offset < 0 || limit < 0) {
      throw OptimaException.invalid("rows from %d, %d of them, are not a range", offset, limit);
    }
    if (offset >= rows) {
      return new LeafRange(leaves(rows), leaves(rows));
    }
    long end = limit == 0 || limit > rows - offset ? rows : offset + limit;
    return new LeafRange((int) (offset / LEAF_ROWS), leaves(end));
  }

  static int leaves(long rows) {
    return Math.toIntExact(Math.ceilDiv(rows, (long) LEAF_ROWS));
  }

  public int count() {
    return end - first;
  }

  /** Number of the first row in the range. */
  public long firstRow() {
    return (long) first * LEAF_ROWS;
  }

  /** Rows of the range in a table with that many. */
  public long rows(long tableRows) {
    return Math.max(0, Math.min(tableRows, (long) end * LEAF_ROWS) - firstRow());
  }

  boolean isOutside(int from, int to) {
    return to <= first || from >= end;
  }
}
