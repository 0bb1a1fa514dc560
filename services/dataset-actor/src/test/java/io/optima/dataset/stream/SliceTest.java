package io.optima.dataset.stream;

import static io.optima.dataset.stream.TestNode.P0;
import static io.optima.dataset.stream.TestNode.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.SealedManifest.ProducerState;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A seal takes a bounded part of the tail, and a partition takes a bounded tail. */
class SliceTest extends OneNodeTest {
  private static final UUID PRODUCER = new UUID(7, 7);
  private static final String LARGE = "x".repeat(2_000);

  private PartitionEntry last() {
    return partitions.log(P0).getLast();
  }

  private List<ProducerState> producers() {
    return parts.read(Objects.requireNonNull(last().manifest())).producers();
  }

  @Test
  void aLargeTailIsSealedInSlicesUpToWhereItWas() {
    for (int i = 0; i < 3; i++) {
      node.append(PRODUCER, i, LARGE);
    }
    node.append(PRODUCER, 3, "small");
    node.node.tick();
    assertThat(last().end()).isEqualTo(6);
    assertThat(producers()).extracting(ProducerState::sequence).containsExactly(0L, 1L, 2L);
    assertThat(node.append(PRODUCER, 4, "later").firstOffset()).isEqualTo(8);
    node.node.tick();
    assertThat(last().end()).as("as one seal would have done").isEqualTo(10);
    assertThat(producers()).hasSize(5);
    assertThat(node.node.backlogBytes()).isZero();
  }

  @Test
  void aSliceHasAMostOfRecordsToo() {
    NewBatch many = new NewBatch(null, 0, 600, TestNode.bytes("many"), null);
    for (int i = 0; i < 3; i++) {
      TestNode.join(node.node.append(P0, many));
    }
    node.node.seal(P0);
    assertThat(partitions.log(P0))
        .extracting(PartitionEntry::end)
        .containsExactly(0L, 1200L, 1800L);
  }

  @Test
  void aSliceThatFailsIsTheOnlyOneDoneAgain() {
    for (int i = 0; i < 4; i++) {
      node.append(PRODUCER, i, LARGE);
    }
    node.node.tick();
    assertThat(last().end()).isEqualTo(6);
    node.close();
    open();
    assertThat(node.append(PRODUCER, 1, LARGE).repeated()).isTrue();
    assertThat(node.append(PRODUCER, 3, LARGE).repeated()).isTrue();
    node.node.seal(P0);
    assertThat(last().end()).isEqualTo(8);
    assertThat(parts.texts(last().manifest())).hasSize(4);
  }

  @Test
  void whoIsTooFarBehindWithSealingTakesNothingMore() {
    parts.beforeCommit(
        () -> {
          throw new OptimaException(ErrorCode.UNAVAILABLE, "no store");
        });
    String huge = "x".repeat(250_000);
    for (int i = 0; i < 5; i++) {
      node.append(PRODUCER, i, huge);
    }
    node.node.tick();
    refuses(
        ErrorCode.RESOURCE_EXHAUSTED,
        "send the batch again later",
        () -> node.append(PRODUCER, 5, "x"));
    refuses(ErrorCode.RESOURCE_EXHAUSTED, "wait to be sealed", () -> node.append("nobody's"));
    refuses(
        ErrorCode.FAILED_PRECONDITION, "send that first", () -> node.append(PRODUCER, 6, "order"));
    assertThat(node.append(PRODUCER, 4, huge).repeated()).as("what is stored is told").isTrue();
    parts.beforeCommit(() -> {});
    node.node.seal(P0);
    assertThat(node.append(PRODUCER, 5, "x").firstOffset()).isEqualTo(10);
  }

  @Test
  void aTailIsSealedBeforeItsPartitionIsFull() {
    Backlog backlog = new Backlog(500, 1_000);
    var policy =
        new io.optima.model.stream.StreamSettings.SealPolicy(
            1 << 20, java.time.Duration.ofHours(1));
    assertThat(backlog.urgency(0, policy, java.time.Duration.ZERO)).isEqualTo(1);
    backlog.sealed(1);
    assertThat(backlog.urgency(0, policy, java.time.Duration.ZERO)).isLessThan(1);
  }
}
