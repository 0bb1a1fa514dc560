package io.optima.dataset.stream;

import static io.optima.dataset.stream.TestNode.P0;
import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionEntry.Change;
import io.optima.model.stream.StreamSettings.Retention;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HousekeepingTest extends OneNodeTest {
  private static final Retention FOUR = new Retention(null, null, 4L);

  private List<Change> changes() {
    return partitions.log(P0).stream().map(PartitionEntry::change).toList();
  }

  private PartitionEntry last() {
    return partitions.log(P0).getLast();
  }

  private void seal(String... texts) {
    for (String text : texts) {
      node.append(text);
    }
    node.node.seal(P0);
  }

  @Test
  void retentionIsLookedAfterWhenSomethingWasSealed() {
    node.retention(FOUR);
    seal("a", "b", "c");
    node.node.tick();
    assertThat(changes()).containsExactly(Change.OPENED, Change.SEALED, Change.TRUNCATED);
    assertThat(node.node.offsets(P0)).isEqualTo(new Offsets(2, 6, 6, 1));
    assertThat(node.node.kept()).isEqualTo(new Kept(1, 2, 20, 0, 0, 0));
    seal("d");
    assertThat(last().begin()).as("a seal keeps what was dropped dropped").isEqualTo(2);
  }

  @Test
  void whatSomebodyDoesNotWantToKeepIsSealedAndDroppedOnce() {
    node.append("a");
    node.append("b");
    node.append("c");
    assertThat(node.node.truncate(P0, FOUR)).isEqualTo(new Offsets(2, 6, 6, 1));
    assertThat(changes()).containsExactly(Change.OPENED, Change.SEALED, Change.TRUNCATED);
    seal("d");
    time.pass(TestNode.SETTINGS.housekeeping());
    node.append("the lease goes on");
    node.node.tick();
    assertThat(last().begin()).as("the stream keeps everything").isEqualTo(2);
  }

  @Test
  void retentionIsLookedAfterFromTimeToTimeToo() {
    seal("a", "b", "c");
    node.node.tick();
    assertThat(parts.looks()).isEqualTo(1);
    node.retention(FOUR);
    node.node.tick();
    assertThat(parts.looks()).as("nothing has changed").isEqualTo(1);
    time.pass(TestNode.SETTINGS.housekeeping());
    node.append("the lease goes on");
    node.node.tick();
    assertThat(last().change()).isEqualTo(Change.TRUNCATED);
    assertThat(last().begin()).isEqualTo(2);
  }

  @Test
  void smallChunksAreMerged() {
    seal("a");
    node.node.tick();
    seal("b");
    node.node.tick();
    assertThat(node.node.kept().merges()).isZero();
    seal("c");
    node.node.tick();
    assertThat(changes()).endsWith(Change.SEALED, Change.COMPACTED);
    assertThat(parts.texts(last().manifest())).containsExactly("a", "b", "c");
    seal("d");
    assertThat(parts.texts(last().manifest())).containsExactly("a", "b", "c", "d");
    assertThat(node.node.kept()).isEqualTo(new Kept(4, 0, 0, 1, 0, 0));
  }

  @Test
  void aDamagedChunkIsReportedAndNoFailureThatIsTriedAgain() {
    parts.damage(new OptimaException(ErrorCode.CORRUPT, "chunk x is damaged"));
    seal("a");
    node.node.tick();
    seal("b");
    node.node.tick();
    assertThat(node.node.kept()).isEqualTo(new Kept(2, 0, 0, 0, 1, 0));
    seal("c");
    node.node.tick();
    assertThat(node.node.kept()).isEqualTo(new Kept(3, 0, 0, 1, 1, 0));
  }

  @Test
  void aHolderPausedPastItsLeaseDropsNothing() {
    seal("a", "b", "c");
    node.retention(FOUR);
    parts.beforeCommit(() -> time.pass(MemoryPartitions.LEASE));
    node.node.tick();
    assertThat(changes()).containsExactly(Change.OPENED, Change.SEALED);
    assertThat(node.node.partitions()).isZero();
    parts.beforeCommit(() -> {});
    node.append("d");
    node.node.tick();
    assertThat(last().change()).isEqualTo(Change.TRUNCATED);
    assertThat(last().epoch()).isEqualTo(2);
  }

  @Test
  void whoLostTheLeaseLooksAfterNothing() {
    seal("a", "b", "c");
    node.retention(FOUR);
    time.pass(MemoryPartitions.LEASE);
    node.node.tick();
    assertThat(parts.looks()).isZero();
  }

  @Test
  void publishingGoesOnMeanwhile() {
    seal("a", "b", "c");
    node.retention(FOUR);
    parts.beforeCommit(() -> assertThat(node.append("d").firstOffset()).isEqualTo(6));
    node.node.tick();
    parts.beforeCommit(() -> {});
    assertThat(node.node.offsets(P0)).isEqualTo(new Offsets(2, 6, 8, 1));
  }

  @Test
  void whatFailsIsTriedAgainEverLater() {
    seal("a", "b", "c");
    node.retention(FOUR);
    parts.beforeCommit(
        () -> {
          throw new OptimaException(ErrorCode.UNAVAILABLE, "no store");
        });
    for (int second = 0; second < 8; second++) {
      node.node.tick();
      time.pass(Duration.ofSeconds(1));
    }
    assertThat(node.node.kept().failures()).as("after 1, 2, 4 seconds").isEqualTo(4);
    assertThat(node.append("d").firstOffset()).as("publishing goes on").isEqualTo(6);
    parts.beforeCommit(() -> {});
    time.pass(Duration.ofSeconds(1));
    node.node.tick();
    time.pass(Duration.ofSeconds(8));
    node.append("e");
    node.node.tick();
    assertThat(node.node.kept().droppedRecords()).isEqualTo(2);
  }
}
