package io.optima.dataset.stream;

import static io.optima.dataset.stream.TestNode.P0;
import static io.optima.dataset.stream.TestNode.STREAM;
import static io.optima.dataset.stream.TestNode.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.optima.log.PartitionId;
import io.optima.log.PartitionOffsets;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.StreamSettings.SealPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SealingTest extends OneNodeTest {
  private PartitionEntry last() {
    return partitions.log(P0).getLast();
  }

  private void ticks(Duration duration) {
    for (long second = 0; second < duration.toSeconds(); second++) {
      time.pass(Duration.ofSeconds(1));
      node.node.tick();
    }
  }

  @Test
  void aPolicyThatChangedHoldsForWhatIsThere() {
    node.append("a");
    node.policy(new SealPolicy(1000, Duration.ofSeconds(1)));
    ticks(StreamWatch.EVERY.plusSeconds(1));
    assertThat(last().end()).isEqualTo(2);
  }

  @Test
  void aTailOfManyBytesIsSealedAtOnce() {
    node.append("a".repeat(400));
    node.node.tick();
    assertThat(last().end()).isZero();
    node.append("b".repeat(600));
    node.node.tick();
    assertThat(last().end()).isEqualTo(4);
    assertThat(node.node.backlogBytes()).isZero();
    node.append("c");
    node.node.tick();
    assertThat(last().end()).isEqualTo(4);
  }

  @Test
  void aTailIsSealedWhenItsFirstRecordIsOld() {
    node.append("a");
    ticks(TestNode.POLICY.age().minusSeconds(1));
    node.append("b");
    assertThat(last().end()).isZero();
    ticks(Duration.ofSeconds(2));
    assertThat(last().end()).isEqualTo(4);
    node.append("c");
    ticks(TestNode.POLICY.age().minusSeconds(1));
    assertThat(last().end()).isEqualTo(4);
    ticks(Duration.ofSeconds(2));
    assertThat(last().end()).isEqualTo(6);
    assertThat(parts.texts(last().manifest())).containsExactly("a", "b", "c");
  }

  @Test
  void whatIsSealedLeavesTheJournal() {
    node.append("a");
    node.append("b");
    assertThat(node.node.seal(P0)).isEqualTo(new Offsets(0, 4, 4, 1));
    node.append("c");
    refuses(ErrorCode.NOT_FOUND, "records before 4 are sealed", () -> node.texts(0));
    assertThat(node.texts(4)).containsExactly("c");
    assertThat(node.journal.offsets(new PartitionId(STREAM, 0)))
        .contains(new PartitionOffsets(1, 4, 6));
  }

  @Test
  void nothingIsSealedTwice() {
    node.append("a");
    node.node.seal(P0);
    node.node.seal(P0);
    assertThat(parts.seals()).isEqualTo(1);
  }

  @Test
  void aSealThatFailsIsTriedAgainEverLater() {
    node.append("a".repeat(2000));
    parts.beforeCommit(
        () -> {
          throw new OptimaException(ErrorCode.UNAVAILABLE, "no store");
        });
    ticks(Duration.ofSeconds(8));
    assertThat(parts.seals()).as("after 1, 2, 4 and 8 seconds").isEqualTo(4);
    assertThat(node.append("b").firstOffset()).as("publishing goes on").isEqualTo(2);
    parts.beforeCommit(() -> {});
    ticks(Duration.ofSeconds(9));
    assertThat(last().end()).isEqualTo(4);
  }

  @Test
  void sealingGoesOnAfterARestart() {
    node.append("a");
    node.node.seal(P0);
    node.append("b");
    node.close();
    open();
    node.append("c");
    node.node.seal(P0);
    assertThat(parts.texts(last().manifest())).containsExactly("a", "b", "c");
  }
}
