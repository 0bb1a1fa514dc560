package io.optima.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PositionIndexTest {
  private final PositionIndex index = new PositionIndex();

  @Test
  void aBusyPartitionHasOneEntryForEachStretchHoweverSmallItsBatches() {
    int batches = 100_000;
    for (int i = 0; i < batches; i++) {
      index.add(i, Segment.address(1, 64 + i * 128));
    }
    assertThat(index.size()).isEqualTo(Math.ceilDiv(batches * 128, PositionIndex.STRETCH_BYTES));
    assertThat(index.offset(index.find(600))).isEqualTo(512);
    assertThat(index.address(index.find(600))).isEqualTo(Segment.address(1, 64 + 512 * 128));
  }

  @Test
  void aQuietPartitionHasAnEntryForEachBatchSoThatNobodyScansForIt() {
    for (int i = 0; i < 100; i++) {
      index.add(10L * i, Segment.address(1 + i / 10, 64 + i % 10 * 1_000_000));
    }
    assertThat(index.size()).isEqualTo(100);
    assertThat(index.find(9)).isZero();
    assertThat(index.find(10)).isEqualTo(1);
  }

  @Test
  void entriesThatOnlyLeadToReleasedRecordsAreForgotten() {
    for (int i = 0; i < 10; i++) {
      index.add(10L * i, Segment.address(1 + i, 64));
    }
    index.trim(39, 100);
    assertThat(index.offset(0)).isEqualTo(30);
    index.trim(40, 100);
    assertThat(index.offset(0)).isEqualTo(40);
    assertThat(index.find(35)).isEqualTo(-1);
    index.trim(99, 100);
    assertThat(index.size()).isEqualTo(1);
    index.trim(100, 100);
    assertThat(index.size()).isZero();
  }
}
