package io.optima.dataset.stream;

import io.optima.log.JournalSettings;
import io.optima.log.MemoryObjects;
import io.optima.log.SimulatedDisk;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A node on a disk of its own, which can lose power at any time. */
final class SimulatedNode {
  private static final JournalSettings SETTINGS =
      new JournalSettings(Duration.ZERO, 1, 8 << 10, 16 << 10, 48 << 10, 1 << 20);

  SimulatedDisk disk;
  private final SplittableRandom random;
  private final MemoryPartitions partitions;
  private final MemoryParts parts;
  private final MemoryObjects objects;
  private final Durability durability;
  private final VirtualTime time;
  private @Nullable TestNode running;

  SimulatedNode(
      SplittableRandom random,
      MemoryPartitions partitions,
      MemoryParts parts,
      MemoryObjects objects,
      Durability durability,
      VirtualTime time) {
    this.random = random;
    this.disk = new SimulatedDisk(random.split());
    this.partitions = partitions;
    this.parts = parts;
    this.objects = objects;
    this.durability = durability;
    this.time = time;
  }

  /** Started if it is not running. */
  TestNode running() {
    TestNode known = running;
    if (known == null) {
      known = start();
      running = known;
    }
    return known;
  }

  /** A node that finds its disk broken starts again when that is mended. */
  private TestNode start() {
    try {
      return open();
    } catch (OptimaException e) {
      if (e.code() != ErrorCode.UNAVAILABLE && e.code() != ErrorCode.RESOURCE_EXHAUSTED) {
        throw e;
      }
      disk.empty();
      disk.powerCut();
      return open();
    }
  }

  private TestNode open() {
    TestNode node = new TestNode(disk, SETTINGS, partitions, parts, objects, time, Runnable::run);
    node.durability(durability);
    return node;
  }

  boolean isFenced() {
    TestNode known = running;
    return known != null && known.journal.fenced().isDone();
  }

  /** Nothing that was not synced before is there for certain. */
  void losePower() {
    disk.failWriteAfter(0);
    disk.failForceAfter(0);
    end();
    disk.powerCut();
  }

  /** Its disk never comes back; another node takes its place. */
  void loseDisk() {
    losePower();
    disk = new SimulatedDisk(random.split());
  }

  /** Gives back what it can. */
  void stop() {
    TestNode known = running;
    if (known != null) {
      known.node.close(Duration.ofMinutes(1));
    }
    end();
  }

  private void end() {
    if (running != null) {
      running.files.afterSync(() -> {});
      running.close();
      running = null;
    }
  }
}
