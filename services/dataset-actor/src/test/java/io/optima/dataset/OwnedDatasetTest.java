package io.optima.dataset;

import static io.optima.dataset.Commands.NAME;
import static io.optima.dataset.Commands.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.dataset.OwnedDataset.Memory;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.LogEntry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnedDatasetTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  private final MemoryLog log = new MemoryLog();
  private final OwnedDataset dataset = owner(Optional.empty());

  private OwnedDataset owner(Optional<Memory> memory) {
    OwnedDataset owner = new OwnedDataset(NAME, log, digest -> true, CLOCK);
    owner.recall(memory);
    return owner;
  }

  @Test
  void aRepeatedKeyIsTheSameChange() {
    LogEntry created = dataset.create(Commands.create("c"));
    assertThat(dataset.create(Commands.create("c"))).isEqualTo(created);
    Committed first = dataset.commit(Commands.commit(1, "p"));
    dataset.commit(Commands.commit(2, "q"));
    assertThat(dataset.commit(Commands.commit(1, "p"))).isEqualTo(first);
    assertThat(dataset.head().latestNumber()).isEqualTo(2);
  }

  @Test
  void aRepeatedKeyIsKnownAfterTheStateWasLost() {
    dataset.create(Commands.create("c"));
    Committed first = dataset.commit(Commands.commit(1, "p"));
    assertThat(owner(Optional.empty()).commit(Commands.commit(1, "p"))).isEqualTo(first);
  }

  @Test
  void keysAreKnownForThe256LastEntries() {
    dataset.create(Commands.create("c"));
    for (int i = 1; i <= 256; i++) {
      dataset.commit(Commands.commit(i, "k" + i));
    }
    OwnedDataset rebuilt = owner(Optional.empty());
    assertThat(rebuilt.memory()).isEqualTo(dataset.memory());
    assertThat(rebuilt.memory().orElseThrow().keys()).hasSize(256).startsWith("k1");
    assertThat(rebuilt.commit(Commands.commit(1, "k1")).version().number()).isEqualTo(1);
    assertThatThrownBy(() -> rebuilt.create(Commands.create("c")))
        .isInstanceOf(OptimaException.class);
  }

  @Test
  void aKeyOfAnotherChangeIsRefused() {
    dataset.create(Commands.create("c"));
    assertThatThrownBy(() -> dataset.commit(Commands.commit(1, "c")))
        .hasMessageContaining("another change");
  }

  @Test
  void unchangedContentWritesNothing() {
    dataset.create(Commands.create("c"));
    dataset.commit(Commands.commit(1, "p"));
    Committed again = dataset.commit(Commands.commit(1, "q"));
    assertThat(again.unchanged()).isTrue();
    assertThat(again.version().number()).isEqualTo(1);
    assertThat(log.head(0).orElseThrow().sequence()).isEqualTo(2);
  }

  @Test
  void aCommitWithoutItsManifestIsRefused() {
    dataset.create(Commands.create("c"));
    OwnedDataset without = new OwnedDataset(NAME, log, digest -> false, CLOCK);
    without.recall(Optional.empty());
    assertThatThrownBy(() -> without.commit(Commands.commit(1, "p")))
        .hasMessageContaining("not in the chunk store");
    assertThat(log.head(0).orElseThrow().sequence()).isEqualTo(1);
  }

  @Test
  void twoOwnersNeverWriteTheSameEntry() {
    OwnedDataset rival = owner(Optional.empty());
    dataset.create(Commands.create("c"));
    assertThat(rival.commit(Commands.commit(1, "p")).version().number()).isEqualTo(1);
    assertThat(dataset.commit(Commands.commit(2, "q")).version().number()).isEqualTo(2);
    assertThat(rival.commit(Commands.commit(3, "r")).version().number()).isEqualTo(3);
  }

  @Test
  void anOwnerLeftBehindDoesNotCallOldContentUnchanged() {
    dataset.create(Commands.create("c"));
    dataset.commit(Commands.commit(1, "p"));
    OwnedDataset rival = owner(Optional.empty());
    rival.commit(Commands.commit(2, "q"));
    Committed again = dataset.commit(Commands.commit(1, "r"));
    assertThat(again.unchanged()).isFalse();
    assertThat(again.version().number()).isEqualTo(3);
  }

  @Test
  void anOwnerLeftBehindDoesNotRefuseOnOldKnowledge() {
    dataset.create(Commands.create("c"));
    OwnedDataset rival = owner(Optional.empty());
    rival.commit(Commands.commit(1, "p"));
    assertThat(dataset.commit(Commands.commit(2, 1L, OWNER, "q")).version().number()).isEqualTo(2);
    assertThat(rival.head().latestNumber()).isEqualTo(2);
  }

  @Test
  void anAppendThatWasLostAfterTheStoreTookItIsFoundAgain() {
    dataset.create(Commands.create("c"));
    CommitLog losing =
        new CommitLog() {
          @Override
          public boolean append(LogEntry entry) {
            log.append(entry);
            throw new OptimaException(ErrorCode.UNAVAILABLE, "answer lost");
          }

          @Override
          public Optional<LogEntry> entry(long sequence) {
            return log.entry(sequence);
          }

          @Override
          public Optional<LogEntry> head(long known) {
            return log.head(known);
          }
        };
    OwnedDataset unlucky = new OwnedDataset(NAME, losing, digest -> true, CLOCK);
    unlucky.recall(Optional.empty());
    assertThatThrownBy(() -> unlucky.commit(Commands.commit(1, "p")))
        .hasMessageContaining("answer lost");
    assertThat(dataset.commit(Commands.commit(1, "p")).version().number()).isEqualTo(1);
    assertThat(log.head(0).orElseThrow().sequence()).isEqualTo(2);
  }

  @Test
  void aMemoryAheadOfTheLogIsForgotten() {
    dataset.create(Commands.create("c"));
    dataset.commit(Commands.commit(1, "p"));
    dataset.commit(Commands.commit(2, "q"));
    Optional<Memory> ahead = dataset.memory();
    log.forgetAfter(2);
    OwnedDataset restored = owner(ahead);
    assertThat(restored.head().latestNumber()).isEqualTo(1);
    assertThat(restored.memory().orElseThrow().keys()).isEqualTo(List.of("c", "p"));
  }

  @Test
  void aDatasetThatNeverWasIsNotFound() {
    assertThatThrownBy(dataset::head).hasMessageContaining("does not exist");
    assertThat(dataset.memory()).isEmpty();
  }
}
