package io.optima.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store's commit logs do. */
abstract class DatasetLogContract {
  private static final String ORDERS = "sales/orders";
  private static final DatasetName NAME = DatasetName.parse(ORDERS);

  @TempDir Path home;
  private StoreSettings settings;
  private Store store;

  abstract StoreSettings settings();

  @BeforeEach
  void open() {
    settings = settings();
    store = Store.open(settings);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void anUnknownDatasetHasNoHead() {
    assertThat(store.datasets().head(NAME)).isEmpty();
    assertThat(store.datasets().head(NAME, 12)).isEmpty();
    assertThat(store.datasets().version(DatasetRef.latest(NAME))).isEmpty();
    assertThat(store.datasets().datasets()).isEmpty();
  }

  @Test
  void aSequenceIsWrittenOnce() {
    assertThat(store.datasets().append(Samples.entry(ORDERS, 1, 0))).isTrue();
    assertThat(store.datasets().append(Samples.entry(ORDERS, 1, 1))).isFalse();
    assertThat(store.datasets().head(NAME)).hasValue(Samples.entry(ORDERS, 1, 0));
  }

  @Test
  void gapsAreRefused() {
    assertThatThrownBy(() -> store.datasets().append(Samples.entry(ORDERS, 2, 1)))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("no entry 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8, 9, 100})
  void theHeadIsFoundFromWhateverIsKnown(int length) {
    publish(length);
    try (Store other = Store.open(settings)) {
      assertThat(other.datasets().head(NAME)).hasValueSatisfying(head -> isAt(head, length));
    }
    for (int known : List.of(0, 1, length / 2, length)) {
      try (Store other = Store.open(settings)) {
        assertThat(other.datasets().head(NAME, known))
            .hasValueSatisfying(head -> isAt(head, length));
      }
    }
  }

  private static void isAt(LogEntry head, long sequence) {
    assertThat(head.sequence()).isEqualTo(sequence);
  }

  @Test
  void aHeadThatWasLostIsForgotten() {
    publish(5);
    assertThat(store.datasets().head(NAME, 9)).hasValueSatisfying(head -> isAt(head, 5));
  }

  @Test
  void whatAnotherProcessAppendsIsSeen() {
    publish(3);
    try (Store other = Store.open(settings)) {
      assertThat(other.datasets().append(Samples.entry(ORDERS, 4, 3))).isTrue();
    }
    assertThat(store.datasets().head(NAME)).hasValueSatisfying(head -> isAt(head, 4));
  }

  @Test
  void versionsAreFoundAmongOtherChanges() {
    // version n is made by entry 2n; the odd ones change settings
    for (long sequence = 1; sequence <= 41; sequence++) {
      store.datasets().append(Samples.entry(ORDERS, sequence, sequence / 2));
    }
    for (long number = 1; number <= 20; number++) {
      assertThat(store.datasets().version(DatasetRef.of(NAME, number)))
          .hasValue(Samples.version(number, Samples.digest("m" + number)));
    }
    assertThat(store.datasets().version(DatasetRef.of(NAME, 21))).isEmpty();
    assertThat(store.datasets().version(DatasetRef.latest(NAME)).map(Version::number))
        .hasValue(20L);
  }

  @Test
  void versionsAreFoundByContent() {
    publish(9);
    DatasetRef five = new DatasetRef(NAME, null, Samples.content("content 5"));
    assertThat(store.datasets().version(five).map(Version::number)).hasValue(5L);
    DatasetRef none = new DatasetRef(NAME, null, Samples.content("other"));
    assertThat(store.datasets().version(none)).isEmpty();
  }

  @Test
  void entriesComeInOrder() {
    publish(6);
    assertThat(store.datasets().entries(NAME, 2).map(LogEntry::sequence))
        .containsExactly(3L, 4L, 5L, 6L);
    assertThat(store.datasets().entries(NAME, 6)).isEmpty();
  }

  @Test
  void datasetsAreListedByGroupAndName() {
    for (String name : List.of("b/two", "a/x", "b/one")) {
      store.datasets().append(Samples.entry(name, 1, 0));
    }
    assertThat(store.datasets().datasets().map(DatasetName::toString))
        .containsExactly("a/x", "b/one", "b/two");
  }

  private void publish(int length) {
    for (long sequence = 1; sequence <= length; sequence++) {
      assertThat(store.datasets().append(Samples.entry(ORDERS, sequence, sequence))).isTrue();
    }
  }

  /** Many at once, each with an entry of its own for the same place. */
  @Test
  void rivalsForASequenceAreDecidedByTheStore() throws Exception {
    publish(1);
    List<Callable<Boolean>> rivals = new ArrayList<>();
    for (long version = 0; version < 16; version++) {
      LogEntry entry = Samples.entry(ORDERS, 2, version);
      rivals.add(
          () -> {
            try (Store other = Store.open(settings)) {
              return other.datasets().append(entry);
            }
          });
    }
    List<Boolean> won = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Boolean> rival : threads.invokeAll(rivals)) {
        won.add(rival.get());
      }
    }
    assertThat(won).containsOnlyOnce(true);
    LogEntry head = store.datasets().head(NAME).orElseThrow();
    assertThat(head).isEqualTo(Samples.entry(ORDERS, 2, won.indexOf(true)));
  }
}
