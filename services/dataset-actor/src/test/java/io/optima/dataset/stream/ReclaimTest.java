package io.optima.dataset.stream;

import static io.optima.dataset.stream.TestNode.P0;
import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionEntry.Change;
import io.optima.model.stream.PartitionRef;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** A node that is started again goes on with what it held, though nobody asks for it. */
class ReclaimTest extends OneNodeTest {
  private void ticks(int seconds) {
    for (int second = 0; second < seconds; second++) {
      time.pass(Duration.ofSeconds(1));
      node.node.tick();
    }
  }

  private static PartitionRef partition(int number) {
    return new PartitionRef(P0.stream(), number);
  }

  @Test
  void aTailIsSealedByThePolicyAfterARestart() {
    node.append("a");
    reopen();
    assertThat(node.node.partitions()).isZero();
    ticks(2);
    assertThat(node.node.partitions()).isEqualTo(1);
    assertThat(node.node.leftBehind()).isZero();
    assertThat(partitions.log(P0).getLast().change()).isEqualTo(Change.OPENED);
    ticks((int) TestNode.POLICY.age().toSeconds());
    PartitionEntry last = partitions.log(P0).getLast();
    assertThat(last.change()).isEqualTo(Change.SEALED);
    assertThat(parts.texts(last.manifest())).containsExactly("a");
  }

  @Test
  void whatNobodyUsesAfterwardsIsGivenBackAsEver() {
    node.append("a");
    reopen();
    ticks((int) TestNode.SETTINGS.idle().toSeconds() + 5);
    assertThat(partitions.log(P0).getLast().change()).isEqualTo(Change.RELEASED);
  }

  @Test
  void whatWasSealedIsNotTakenAgain() {
    node.append("a");
    node.node.seal(P0);
    reopen();
    ticks(3);
    assertThat(node.node.partitions()).isZero();
  }

  @Test
  void itIsTriedUntilTheSidecarIsThere() {
    node.append("a");
    reopen();
    partitions.fail(new OptimaException(ErrorCode.UNAVAILABLE, "no sidecar"));
    ticks(10);
    assertThat(node.node.leftBehind()).isEqualTo(1);
    partitions.fail(null);
    ticks(10);
    assertThat(node.node.partitions()).isEqualTo(1);
  }

  @Test
  void aDroppedStreamIsLeftAlone() {
    node.append("a");
    node.close();
    node = new TestNode(folder, partitions, parts, time);
    node.dropStream();
    ticks(3);
    assertThat(node.node.leftBehind()).isZero();
    assertThat(node.node.partitions()).isZero();
    assertThat(node.journal.partitions()).as("its records stay").hasSize(1);
  }

  @Test
  void fewAreTakenAtTheSameTime() {
    for (int number = 0; number < 10; number++) {
      TestNode.join(node.node.append(partition(number), TestNode.batch(null, 0, "a")));
    }
    node.close();
    Deque<Runnable> tasks = new ArrayDeque<>();
    node = new TestNode(folder, partitions, parts, time, tasks::add);
    node.node.tick();
    tasks.remove().run(); // names
    node.node.tick();
    assertThat(tasks).hasSize(4);
    while (!tasks.isEmpty()) {
      tasks.remove().run();
      node.node.tick();
    }
    assertThat(node.node.partitions()).isEqualTo(10);
  }
}
