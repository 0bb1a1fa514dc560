package io.optima.dataset.stream;

import io.optima.log.Journal;
import java.nio.file.Path;

/** A node of its own, for tests of what lies around it. */
public final class NodeUnderTest implements AutoCloseable {
  private final TestNode node;

  public NodeUnderTest(Path folder) {
    VirtualTime time = new VirtualTime();
    this.node =
        new TestNode(folder, new MemoryPartitions(TestNode.STREAM, time), new MemoryParts(), time);
  }

  public StreamNode node() {
    return node.node;
  }

  public Journal journal() {
    return node.journal;
  }

  /** Runs after each sync of the journal. */
  public void afterSync(Runnable step) {
    node.files.afterSync(step);
  }

  @Override
  public void close() {
    node.files.afterSync(() -> {});
    node.close();
  }
}
