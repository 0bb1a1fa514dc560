package io.optima.dataset.stream;

import io.optima.model.Events.StreamAdvanced;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of partitions that have more records: once of each, however many came since it was last
 * told. Those that wait longest come first. Safe for any number of threads.
 */
final class Announcer {
  /** At one time; more than the port sends at its pace would be dropped there. */
  static final int TOGETHER = 20;

  private static final Logger log = LoggerFactory.getLogger(Announcer.class);

  private final Consumer<StreamAdvanced> listener;
  private final Queue<HeldPartition> order = new ConcurrentLinkedQueue<>();
  private final Set<HeldPartition> waiting = ConcurrentHashMap.newKeySet();

  Announcer(Consumer<StreamAdvanced> listener) {
    this.listener = listener;
  }

  /** Neither waits nor fails: called when batches are acknowledged. */
  void advanced(HeldPartition partition) {
    if (waiting.add(partition)) {
      order.add(partition);
    }
  }

  /** Tells of some of those that wait. */
  void tell() {
    for (int told = 0; told < TOGETHER; told++) {
      HeldPartition partition = order.poll();
      if (partition == null) {
        return;
      }
      // first: what comes from here on is told again
      waiting.remove(partition);
      tell(partition);
    }
  }

  private void tell(HeldPartition partition) {
    try {
      Offsets offsets = partition.offsets();
      listener.accept(new StreamAdvanced(partition.ref(), offsets.begin(), offsets.end()));
    } catch (RuntimeException e) {
      log.warn("{}: its advance was not announced: {}", partition.ref(), e.getMessage());
    }
  }
}
