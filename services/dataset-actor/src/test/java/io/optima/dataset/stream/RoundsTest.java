package io.optima.dataset.stream;

import static io.optima.dataset.stream.TestNode.P0;
import static io.optima.dataset.stream.TestNode.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionEntry.Change;
import io.optima.model.stream.StreamSettings.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retention of partitions that nobody uses. */
class RoundsTest {
  private static final Retention FOUR = new Retention(null, null, 4L);

  @TempDir private Path folder;
  private final VirtualTime time = new VirtualTime();
  private final MemoryPartitions partitions = new MemoryPartitions(STREAM, time);
  private final MemoryParts parts = new MemoryParts();
  private TestNode node;

  @BeforeEach
  void open() {
    node = new TestNode(folder.resolve("one"), partitions, parts, time);
    node.append("a");
    node.append("b");
    node.append("c");
  }

  @AfterEach
  void close() {
    node.close();
  }

  private List<Change> changes() {
    return partitions.log(P0).stream().map(PartitionEntry::change).toList();
  }

  private void ticks(TestNode ticking, Duration duration) {
    for (long second = 0; second <= duration.toSeconds(); second++) {
      time.pass(Duration.ofSeconds(1));
      ticking.node.tick();
    }
  }

  private void leaveAlone() {
    ticks(node, TestNode.SETTINGS.idle());
    assertThat(changes()).endsWith(Change.SEALED, Change.RELEASED);
  }

  @Test
  void whatNobodyUsesIsTakenToDropWhatIsTooOldAndGivenBack() {
    leaveAlone();
    node.retention(FOUR);
    ticks(node, TestNode.SETTINGS.rounds());
    ticks(node, TestNode.SETTINGS.idle());
    assertThat(changes())
        .endsWith(Change.RELEASED, Change.OPENED, Change.TRUNCATED, Change.RELEASED);
    assertThat(partitions.log(P0).getLast().begin()).isEqualTo(2);
  }

  @Test
  void whatHasNothingToDropIsLeftAlone() {
    leaveAlone();
    node.retention(new Retention(null, null, 6L));
    int before = changes().size();
    ticks(node, TestNode.SETTINGS.rounds().multipliedBy(2));
    assertThat(changes()).hasSize(before);
  }

  @Test
  void whatAnotherNodeHoldsIsItsOwnBusiness() {
    try (TestNode other = new TestNode(folder.resolve("two"), partitions, parts, time)) {
      other.retention(FOUR);
      node.node.seal(P0);
      int before = changes().size();
      ticks(other, TestNode.SETTINGS.rounds());
      assertThat(changes()).hasSize(before);
    }
  }
}
