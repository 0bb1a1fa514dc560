package io.optima.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunRecordsTest {
  private static final byte[] COMPUTATION = Samples.bytes("select 1");

  private final MemoryObjectStore objects = new MemoryObjectStore(Clock.systemUTC());
  private Store store;

  @BeforeEach
  void open(@TempDir Path home) {
    store = Store.open(StoreSettings.in(home), objects);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void theLastRunOfAComputationIsRemembered() {
    assertThat(store.runs().remembered(COMPUTATION)).isEmpty();
    store.runs().remember(COMPUTATION, "first");
    store.runs().remember(COMPUTATION, "second");
    assertThat(store.runs().remembered(COMPUTATION)).hasValue("second");
  }

  @Test
  void aMemoryThatAPowerCutLeftBrokenIsNone() {
    for (String left : new String[] {"", "\"0123", "{}"}) {
      objects.put(Keys.computed(Sha256.of(COMPUTATION)), Samples.bytes(left));
      assertThat(store.runs().remembered(COMPUTATION)).as(left).isEmpty();
    }
    store.runs().remember(COMPUTATION, "again");
    assertThat(store.runs().remembered(COMPUTATION)).hasValue("again");
  }

  @Test
  void aKeyIsTheRunThatClaimedItFirst() {
    assertThat(store.runs().claim("ann", "key", "one")).isEqualTo("one");
    assertThat(store.runs().claim("ann", "key", "two")).isEqualTo("one");
    assertThat(store.runs().claim("ben", "key", "two")).isEqualTo("two");
  }
}
