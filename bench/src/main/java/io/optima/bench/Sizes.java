package io.optima.bench;

import io.optima.model.OptimaException;

/**
 * How much is done.
 *
 * @param scale TPC-H scale factor; 1 is 6 million rows of lineitem
 * @param rounds timed rounds of each comparison
 * @param versions of the dataset with many versions
 * @param datasets of the Optima with many datasets; a multiple of ten
 * @param calls in one round of something short
 * @param records of 1 KB in one round of streams
 */
record Sizes(double scale, int rounds, int versions, int datasets, int calls, int records) {
  static final Sizes FULL = new Sizes(1, 7, 10_000, 10_000, 200, 200_000);
  static final Sizes QUICK = new Sizes(0.01, 2, 50, 50, 10, 5_000);

  /** Of a journal that is recovered. */
  long journalBytes() {
    return records * 25L * 1024;
  }

  Sizes {
    if (!(scale > 0 && scale <= 100)) {
      throw OptimaException.invalid("--scale %s is not between 0 and 100", scale);
    }
    if (rounds < 1) {
      throw OptimaException.invalid("--rounds %d is less than 1", rounds);
    }
  }
}
