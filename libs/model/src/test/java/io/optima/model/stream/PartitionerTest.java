package io.optima.model.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PartitionerTest {
  /** From Kafka's own test of {@code Utils.murmur2}. */
  @ParameterizedTest
  @CsvSource({
    "21, -973932308",
    "foobar, -790332482",
    "a-little-bit-long-string, -985981536",
    "a-little-bit-longer-string, -1486304829",
    "lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8, -58897971",
    "abc, 479470107"
  })
  void hashesAreThoseOfKafka(String key, int hash) {
    assertThat(Partitioner.murmur2(key.getBytes(UTF_8))).isEqualTo(hash);
    assertThat(Partitioner.partition(key.getBytes(UTF_8), 7))
        .isEqualTo((hash & Integer.MAX_VALUE) % 7);
  }
}
