package io.optima.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
  @ParameterizedTest
  @CsvSource({"0,0 B", "999,999 B", "1000,1.0 kB", "235000,235 kB", "5000000000,5.0 GB"})
  void sizesAreShort(long bytes, String shown) {
    assertThat(Amounts.bytes(bytes)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"sha256:00112233445566,sha256:001122334455…", "siphash-2-4:00,siphash-2-4:00"})
  void idsAreCut(String id, String shown) {
    assertThat(Amounts.shortId(id)).isEqualTo(shown);
  }
}
