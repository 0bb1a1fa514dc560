package io.optima.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ByteRangeTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-4, 0, 5",
    "bytes=5-, 5, 5",
    "bytes=-3, 7, 3",
    "bytes=-30, 0, 10",
    "bytes=9-100, 9, 1",
  })
  void partsOfTenBytes(String header, long first, long length) {
    assertThat(ByteRange.isAsked(header)).isTrue();
    assertThat(ByteRange.of(header, 10)).contains(new ByteRange(first, length));
  }

  @ParameterizedTest
  @CsvSource({"bytes=10-", "bytes=5-4", "bytes=-0"})
  void noSuchPart(String header) {
    assertThat(ByteRange.of(header, 10)).isEmpty();
  }

  @Test
  void otherUnitsAndSeveralRangesAreNotAsked() {
    assertThat(ByteRange.isAsked("rows=1-2")).isFalse();
    assertThat(ByteRange.isAsked("bytes=-")).isFalse();
    assertThat(ByteRange.isAsked("bytes=1-2,4-5")).isFalse();
    assertThat(ByteRange.isAsked(null)).isFalse();
  }
}
