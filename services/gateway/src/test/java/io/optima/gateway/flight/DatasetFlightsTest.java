package io.optima.gateway.flight;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.gateway.flight.DatasetFlights.Range;
import io.optima.identity.LeafRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DatasetFlightsTest {
  private static final long LEAF = LeafRange.LEAF_ROWS;

  @Test
  void anEmptyRangeIsOneEmptyPart() {
    assertThat(DatasetFlights.ranges(0, 0, List.of())).containsExactly(new Range(0, 0));
  }

  @Test
  void aStoredPartIsNeverCutAndSmallOnesGoTogether() {
    assertThat(DatasetFlights.ranges(0, 70 * LEAF, List.of(0L, 32 * LEAF, 40 * LEAF, 64 * LEAF)))
        .containsExactly(
            new Range(0, 32 * LEAF),
            new Range(32 * LEAF, 32 * LEAF),
            new Range(64 * LEAF, 6 * LEAF));
  }

  @Test
  void partsThatBeginInsideALeafAreNoBorders() {
    assertThat(DatasetFlights.ranges(0, 40 * LEAF, List.of(0L, 20 * LEAF + 1)))
        .containsExactly(new Range(0, 40 * LEAF));
  }

  @Test
  void rangesBeginAtLeavesAndCoverEverythingOnce() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      long to = random.nextLong(3000 * LEAF);
      long from = to == 0 ? 0 : random.nextLong(to);
      List<Range> ranges = DatasetFlights.ranges(from, to, borders(random, to));
      long next = from;
      for (Range range : ranges) {
        assertThat(range.offset()).as("seed %d", seed).isEqualTo(next);
        assertThat(range.offset() == from || range.offset() % LEAF == 0).isTrue();
        next += range.limit();
      }
      assertThat(next).as("seed %d", seed).isEqualTo(to);
      assertThat(ranges).hasSizeLessThanOrEqualTo(DatasetFlights.MOST_ENDPOINTS + 1);
    }
  }

  private static List<Long> borders(Random random, long to) {
    List<Long> borders = new ArrayList<>();
    for (long next = 0; next < to; next += LEAF * (1 + random.nextInt(40)) + random.nextInt(2)) {
      borders.add(next);
    }
    return borders;
  }
}
