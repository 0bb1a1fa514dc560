package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.v1.Partition;
import io.optima.v1.Stream;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What streams promise, whatever the parts run on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StreamsContract {
  private OptimaUnderTest optima;

  abstract OptimaUnderTest start();

  @BeforeAll
  void begin() {
    optima = start();
  }

  @AfterAll
  void end() {
    if (optima != null) {
      optima.close();
    }
  }

  private static long end(Stream stream) {
    return stream.getPartitionsList().stream().mapToLong(Partition::getEnd).sum();
  }

  private static long sealed(Stream stream) {
    return stream.getPartitionsList().stream().mapToLong(Partition::getSealed).sum();
  }

  @Test
  void whatIsAcknowledgedIsReadInOrderSealedOrNot() {
    StreamHistory clicks = new StreamHistory("streams/clicks");
    clicks.create(optima.client(), 4, Duration.ofHours(1));
    clicks.publish(optima.client(), "a", 20_000);
    assertThat(clicks.history().acknowledged()).isEqualTo(20_000);
    assertThat(clicks.read(optima.client())).isEqualTo(20_000);
    assertThat(clicks.history().findings(true)).isEmpty();

    Stream sealed = optima.client().streams().seal("streams/clicks");
    assertThat(sealed(sealed)).isEqualTo(20_000);
    assertThat(sealed.getPartitionsList())
        .allSatisfy(partition -> assertThat(partition.getContentId()).startsWith("sha256:"));
    assertThat(clicks.read(optima.client())).isEqualTo(20_000);

    clicks.publish(optima.client(), "b", 5_000);
    assertThat(clicks.read(optima.client())).isEqualTo(25_000);
    assertThat(clicks.history().findings(true)).isEmpty();
    assertThat(end(optima.client().streams().describe("streams/clicks"))).isEqualTo(25_000);
  }

  @Test
  void aStreamIsATableOfSealedRecordsAndTheTail() {
    StreamHistory orders = new StreamHistory("streams/orders");
    orders.create(optima.client(), 3, Duration.ofHours(1));
    orders.publish(optima.client(), "a", 3_000);
    optima.client().streams().seal("streams/orders");
    orders.publish(optima.client(), "b", 500);
    assertThat(Queries.number(optima.client(), "select count(*) from streams.orders"))
        .isEqualTo(3_500);
    assertThat(
            Queries.number(
                optima.client(),
                "select count(*) from (select distinct partition, \"offset\" from streams.orders)"))
        .isEqualTo(3_500);
  }
}
