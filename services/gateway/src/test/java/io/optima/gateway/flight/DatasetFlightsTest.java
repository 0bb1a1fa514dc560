package io.optima.gateway.flight;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.gateway.flight.DatasetFlights.Range;
import io.optima.identity.LeafRange;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DatasetFlightsTest {
  private static final long LEAF = LeafRange.LEAF_ROWS;

  @Test
  void anEmptyRangeIsOneEmptyPart() {
    assertThat(DatasetFlights.ranges(0, 0)).containsExactly(new Range(0, 0));
  }

  @Test
  void partsBeginAtLeavesAndCoverEverythingOnce() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      long to = random.nextLong(200 * LEAF * 16);
      long from = to == 0 ? 0 : random.nextLong(to);
      List<Range> parts = DatasetFlights.ranges(from, to);
      long next = from;
      for (Range part : parts) {
        assertThat(part.offset()).as("seed %d", seed).isEqualTo(next);
        assertThat(part.offset() == from || part.offset() % LEAF == 0).isTrue();
        next += part.limit();
      }
      assertThat(next).as("seed %d", seed).isEqualTo(to);
      assertThat(parts).hasSizeLessThanOrEqualTo(DatasetFlights.MOST_ENDPOINTS + 1);
    }
  }
}
