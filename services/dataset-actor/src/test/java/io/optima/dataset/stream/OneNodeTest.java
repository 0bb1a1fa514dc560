package io.optima.dataset.stream;

import static io.optima.dataset.stream.TestNode.STREAM;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of one node, which can be closed and opened again on its folder. */
abstract class OneNodeTest {
  @TempDir Path folder;
  final VirtualTime time = new VirtualTime();
  final MemoryPartitions partitions = new MemoryPartitions(STREAM, time);
  final MemoryParts parts = new MemoryParts();
  TestNode node;

  @BeforeEach
  void open() {
    node = new TestNode(folder, partitions, parts, time);
  }

  @AfterEach
  void close() {
    node.close();
  }

  void reopen() {
    close();
    open();
  }
}
