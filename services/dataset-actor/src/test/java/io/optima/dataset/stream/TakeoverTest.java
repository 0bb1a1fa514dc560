package io.optima.dataset.stream;

import static io.optima.dataset.stream.TestNode.P0;
import static io.optima.dataset.stream.TestNode.STREAM;
import static io.optima.dataset.stream.TestNode.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.optima.log.MemoryObjects;
import io.optima.model.ErrorCode;
import io.optima.model.stream.Durability;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionEntry.Change;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes go on from the object store with what others acknowledged, disks or no disks. */
class TakeoverTest {
  private static final Duration LEASE = MemoryPartitions.LEASE;
  private static final UUID PRODUCER = new UUID(7, 7);

  @TempDir private Path folder;
  private final VirtualTime time = new VirtualTime();
  private final MemoryPartitions partitions = new MemoryPartitions(STREAM, time);
  private final MemoryParts parts = new MemoryParts();
  private final MemoryObjects objects = new MemoryObjects();
  private final List<TestNode> nodes = new ArrayList<>();
  private TestNode one;

  @BeforeEach
  void open() {
    partitions.mirrored(true);
    one = node("one");
  }

  @AfterEach
  void close() {
    nodes.forEach(TestNode::close);
  }

  private TestNode node(String name) {
    TestNode node = new TestNode(folder.resolve(name), partitions, parts, objects, time);
    nodes.add(node);
    return node;
  }

  private List<Change> changes() {
    return partitions.log(P0).stream().map(PartitionEntry::change).toList();
  }

  @Test
  void anotherNodeGoesOnWithAllThatWasAcknowledged() {
    one.append(PRODUCER, 0, "a");
    one.append(PRODUCER, 1, "b");
    TestNode two = node("two");
    refuses(ErrorCode.CONFLICT, "is held by", () -> two.append("c"));
    time.pass(LEASE);
    long before = time.nanos();
    assertThat(two.append(PRODUCER, 1, "b").repeated()).isTrue();
    assertThat(time.nanos() - before)
        .as("the old holder may have been prolonged by an actor that is gone")
        .isGreaterThanOrEqualTo(LEASE.toNanos());
    assertThat(two.append(PRODUCER, 2, "c").firstOffset()).isEqualTo(4);
    assertThat(two.append("d").durability()).isEqualTo(Durability.OBJECT);
    assertThat(two.texts(0)).containsExactly("a", "b", "c", "d");
    assertThat(changes()).containsExactly(Change.OPENED, Change.OPENED, Change.MOVED);

    refuses(ErrorCode.CONFLICT, "is held by", () -> one.append("e"));
    refuses(ErrorCode.CONFLICT, "is held by", () -> one.node.seal(P0));
    two.node.seal(P0);
    assertThat(parts.texts(partitions.log(P0).getLast().manifest()))
        .containsExactly("a", "b", "c", "d");
  }

  @Test
  void whatIsNotThereYetIsNeitherReadNorTakenOver() {
    one.append("a");
    objects.away(true);
    refuses(ErrorCode.UNAVAILABLE, "did not take it", () -> one.append(PRODUCER, 0, "b"));
    objects.away(false);
    TestNode two = node("two");
    time.pass(LEASE);
    assertThat(two.texts(0)).containsExactly("a");
    assertThat(two.append(PRODUCER, 0, "b").firstOffset()).isEqualTo(2);
  }

  @Test
  void aNodeThatWasPutOffGoesOnFromWhatIsThereByThen() {
    one.append("a");
    objects.away(true);
    refuses(ErrorCode.UNAVAILABLE, "did not take it", () -> one.append(PRODUCER, 0, "b"));
    refuses(ErrorCode.UNAVAILABLE, "did not take it", () -> one.append(PRODUCER, 0, "b"));
    objects.away(false);
    assertThat(one.append(PRODUCER, 0, "b").repeated()).isTrue();
    assertThat(one.texts(0)).containsExactly("a", "b");
  }

  @Test
  void anObjectThatComesLateIsNeverServed() {
    objects.slow(true);
    NewBatch late = new NewBatch(PRODUCER, 0, 9, TestNode.bytes("late and long"), null);
    refuses(
        ErrorCode.UNAVAILABLE, "did not take it", () -> TestNode.join(one.node.append(P0, late)));
    objects.slow(false);
    time.pass(LEASE);
    TestNode two = node("two");
    assertThat(two.append("b").firstOffset()).isZero();
    objects.arrive();
    assertThat(two.texts(0)).containsExactly("b");
    two.node.seal(P0);
    two.close();
    time.pass(LEASE);
    TestNode three = node("three");
    assertThat(three.node.offsets(P0).end()).isEqualTo(2);
    assertThat(three.append("c").firstOffset()).isEqualTo(2);
  }

  @Test
  void aTakeoverThatFailsIsBegunAgainByWhoeverComesNext() {
    for (int i = 0; i < 5; i++) {
      one.append(PRODUCER, i, "a" + i);
    }
    time.pass(LEASE);
    TestNode two = node("two");
    objects.slow(true);
    refuses(ErrorCode.UNAVAILABLE, "did not take it", () -> two.append(PRODUCER, 5, "x"));
    objects.slow(false);
    objects.arrive();
    time.pass(LEASE);
    TestNode three = node("three");
    assertThat(three.texts(0)).containsExactly("a0", "a1", "a2", "a3", "a4");
    assertThat(three.append(PRODUCER, 5, "a5").firstOffset()).isEqualTo(10);
    assertThat(changes()).endsWith(Change.OPENED, Change.OPENED, Change.OPENED, Change.MOVED);
  }

  @Test
  void aNodeThatIsStartedAgainNeedNotWait() {
    one.append("a");
    one.close();
    long before = time.nanos();
    one = node("one");
    assertThat(one.texts(0)).containsExactly("a");
    assertThat(time.nanos()).isEqualTo(before);
    assertThat(one.append("b").firstOffset()).isEqualTo(2);
  }

  @Test
  void aStreamThatGetsTheLevelLaterIsSealedFirst() {
    partitions.mirrored(false);
    one.durability(Durability.FSYNC);
    assertThat(one.append("a").durability()).isEqualTo(Durability.FSYNC);
    TestNode two = node("two");
    time.pass(LEASE);
    refuses(ErrorCode.UNAVAILABLE, "start that node again", () -> two.append("b"));
    partitions.mirrored(true);
    one.durability(Durability.OBJECT);
    refuses(ErrorCode.CONFLICT, "is being given back", () -> one.append("b"));
    one.node.tick();
    assertThat(changes()).endsWith(Change.SEALED, Change.RELEASED);
    assertThat(one.append("b").durability()).isEqualTo(Durability.OBJECT);
    one.durability(Durability.MEMORY);
    time.pass(StreamWatch.EVERY);
    one.node.tick();
    assertThat(one.append("c").durability())
        .as("as long as the lease lasts under which others may take over")
        .isEqualTo(Durability.OBJECT);
    time.pass(LEASE);
    assertThat(two.texts(4)).containsExactly("c");
  }

  @Test
  void whatNobodyAsksForIsTakenOverAllTheSame() {
    one.append("a");
    TestNode two = node("two");
    two.node.tick();
    time.pass(TestNode.SETTINGS.rounds());
    two.node.tick();
    assertThat(two.node.partitions()).isEqualTo(1);
    time.pass(TestNode.POLICY.age());
    two.node.tick();
    two.node.tick();
    assertThat(two.node.offsets(P0).sealed()).isEqualTo(2);
  }

  @Test
  void objectsOfANodeThatIsGoneGoWhenTheirRecordsAreSealed() {
    one.append("a");
    String first = objects.names().getFirst();
    time.pass(LEASE);
    TestNode two = node("two");
    two.append("b");
    time.pass(TestNode.SETTINGS.rounds());
    assertThat(two.texts(0)).containsExactly("a", "b");
    two.node.tick();
    assertThat(objects.names()).contains(first);
    two.node.seal(P0);
    time.pass(TestNode.SETTINGS.rounds());
    two.node.tick();
    assertThat(objects.names()).isEmpty();
  }
}
