package io.optima.dataset.stream;

import static io.optima.dataset.stream.TestNode.P0;
import static io.optima.dataset.stream.TestNode.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.optima.model.Events.StreamAdvanced;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.StreamSettings.Retention;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnouncerTest {
  @TempDir private Path folder;
  private final VirtualTime time = new VirtualTime();
  private TestNode node;

  @BeforeEach
  void open() {
    node = new TestNode(folder, new MemoryPartitions(STREAM, time), new MemoryParts(), time);
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void manyBatchesAreToldOnce() {
    node.append("a");
    node.append("b");
    node.append("c");
    assertThat(node.told).isEmpty();
    node.node.announce();
    node.node.announce();
    assertThat(node.told).containsExactly(new StreamAdvanced(P0, 0, 6));
    node.append("d");
    node.node.announce();
    assertThat(node.told).endsWith(new StreamAdvanced(P0, 0, 8)).hasSize(2);
  }

  @Test
  void whatWasDroppedIsToldToo() {
    node.retention(new Retention(null, null, 2L));
    node.append("a");
    node.append("b");
    node.node.seal(P0);
    node.node.tick();
    node.append("c");
    node.node.announce();
    assertThat(node.told).containsExactly(new StreamAdvanced(P0, 2, 6));
  }

  @Test
  void aRepeatedBatchIsNoAdvance() {
    UUID producer = new UUID(7, 7);
    node.append(producer, 0, "a");
    node.node.announce();
    node.append(producer, 0, "a");
    node.node.announce();
    assertThat(node.told).hasSize(1);
  }

  @Test
  void ofManyPartitionsSomeAreToldAtATimeAndNoneIsLeftOut() {
    int partitions = Announcer.TOGETHER + 5;
    for (int round = 0; round < 2; round++) {
      for (int number = 0; number < partitions; number++) {
        PartitionRef partition = new PartitionRef(P0.stream(), number);
        TestNode.join(node.node.append(partition, TestNode.batch(null, 0, "a")));
      }
      node.node.announce();
    }
    assertThat(node.told).hasSize(2 * Announcer.TOGETHER);
    assertThat(node.told.stream().map(StreamAdvanced::partition).distinct()).hasSize(partitions);
  }

  @Test
  void whoCannotBeToldStopsNothing() {
    node.append("a");
    node.listener(
        told -> {
          throw new IllegalStateException("no pub/sub");
        });
    node.node.announce();
    node.listener(node.told::add);
    assertThat(node.append("b").firstOffset()).isEqualTo(2);
    node.node.announce();
    assertThat(node.told).containsExactly(new StreamAdvanced(P0, 0, 4));
  }
}
