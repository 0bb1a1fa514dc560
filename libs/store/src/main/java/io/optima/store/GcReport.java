package io.optima.store;

/**
 * What a garbage collection found.
 *
 * @param deleted whether it removed what it found, or only looked
 * @param chunks all chunks that were there, with their bytes
 * @param garbage chunks that nothing needs; they are removed when {@code deleted}
 * @param spared unreferenced chunks that are too young or belong to a running publish
 * @param leftovers remains of uploads that were cut off
 * @param deadPublishes publishes that were cut off
 */
public record GcReport(
    boolean deleted,
    Count chunks,
    Count garbage,
    Count spared,
    Count leftovers,
    int deadPublishes) {
  /** How many, and their bytes together. */
  public record Count(long count, long bytes) {
    public static final Count NONE = new Count(0, 0);

    Count plus(long size) {
      return new Count(count + 1, bytes + size);
    }
  }
}
