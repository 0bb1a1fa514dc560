package io.optima.log;

import java.util.Arrays;

/**
 * Where a partition's batches are, sparsely: after an entry, batches that begin in the next {@link
 * #STRETCH_BYTES} of the same segment have none of their own. A busy partition costs 16 bytes for
 * 64 KiB of journal, a quiet one 16 bytes a batch, and a reader never scans more than a stretch.
 */
final class PositionIndex {
  static final int STRETCH_BYTES = 64 << 10;

  private static final long[] EMPTY = {};
  private long[] offsets = EMPTY;
  private long[] addresses = EMPTY;
  private int first;
  private int end;

  void add(long offset, long address) {
    if (first < end && address - addresses[end - 1] < STRETCH_BYTES) {
      return;
    }
    if (end == offsets.length) {
      makeRoom();
    }
    offsets[end] = offset;
    addresses[end++] = address;
  }

  private void makeRoom() {
    int size = end - first;
    int capacity = Math.max(2, size + size / 2 + 1);
    long[] moreOffsets = new long[capacity];
    long[] moreAddresses = new long[capacity];
    System.arraycopy(offsets, first, moreOffsets, 0, size);
    System.arraycopy(addresses, first, moreAddresses, 0, size);
    offsets = moreOffsets;
    addresses = moreAddresses;
    first = 0;
    end = size;
  }

  /** The last entry at or before the offset, -1 for none. */
  int find(long offset) {
    int at = Arrays.binarySearch(offsets, first, end, offset);
    int entry = at >= 0 ? at : -at - 2;
    return entry < first ? -1 : entry - first;
  }

  int size() {
    return end - first;
  }

  long offset(int entry) {
    return offsets[first + entry];
  }

  long address(int entry) {
    return addresses[first + entry];
  }

  /** Forgets entries that only lead to records below the offset; {@code next} ends the last one. */
  void trim(long offset, long next) {
    while (first < end && (first + 1 < end ? offsets[first + 1] : next) <= offset) {
      first++;
    }
  }

  void clear() {
    first = 0;
    end = 0;
  }
}
