package io.optima.dataset.stream;

import io.optima.log.MemoryObjects;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.Durability;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionRef;
import io.optima.testing.history.History;
import io.optima.testing.history.History.Place;
import io.optima.testing.history.History.Sent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Nodes that share partitions, and clients that publish to them and read, under faults that a seed
 * chooses: power cuts, failing and full disks, pauses longer than a lease, a control plane and a
 * chunk store that are away, partitions that move. With half of the seeds all batches go to the
 * object store, and disks are lost for good. The clients' history is checked.
 */
final class StreamSimulation {
  private static final int PARTITIONS = 3;

  /** What can happen besides publishing and reading. */
  enum Fault {
    POWER_CUT,
    STOP,
    FAILING_SYNC,
    FAILING_WRITE,
    FULL_DISK,
    PAUSE_IN_SYNC,
    PAUSE_IN_CALL,
    NO_CONTROL_PLANE,
    NO_CHUNK_STORE,
    IDLE,
    LOST_DISK,
    NO_OBJECT_STORE,
    SLOW_OBJECT_STORE
  }

  private final SplittableRandom random;
  private final VirtualTime time = new VirtualTime();
  private final MemoryPartitions partitions = new MemoryPartitions(TestNode.STREAM, time);
  private final MemoryParts parts = new MemoryParts();
  private final MemoryObjects objects = new MemoryObjects();
  private final boolean mirrored;
  private final History history = new History();
  private final List<SimulatedNode> nodes;
  private final List<SimulatedClient> clients;

  /** How often what happened, so that a test can tell that it did. */
  final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);

  StreamSimulation(long seed) {
    random = new SplittableRandom(seed);
    mirrored = random.nextBoolean();
    partitions.mirrored(mirrored);
    Durability durability = mirrored ? Durability.OBJECT : Durability.FSYNC;
    nodes =
        IntStream.range(0, 1 + random.nextInt(3))
            .mapToObj(
                i ->
                    new SimulatedNode(random.split(), partitions, parts, objects, durability, time))
            .toList();
    clients =
        List.of(
            new SimulatedClient("a", history, random.split()),
            new SimulatedClient("b", history, random.split()));
  }

  void run(int steps) {
    for (int step = 0; step < steps; step++) {
      step();
    }
    settle();
  }

  private void step() {
    switch (random.nextInt(12)) {
      case 0 -> fault(Fault.values()[random.nextInt(Fault.values().length)]);
      case 1 -> heal();
      case 2, 3 -> pass(Duration.ofMillis(random.nextInt(4_000)));
      case 4 -> read(partition());
      case 5 -> tryIt(() -> node().running().node.seal(partition()));
      default -> publish();
    }
  }

  private SimulatedNode node() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  private static PartitionRef partition(int number) {
    return new PartitionRef(TestNode.P0.stream(), number);
  }

  private PartitionRef partition() {
    return partition(random.nextInt(PARTITIONS));
  }

  private void publish() {
    SimulatedClient client = clients.get(random.nextInt(clients.size()));
    PartitionRef partition = partition();
    client.write(partition);
    client.send(node().running().node, partition);
  }

  private void pass(Duration duration) {
    time.pass(duration);
    nodes.forEach(node -> node.running().node.tick());
  }

  /** False for errors that say that something may be tried again. */
  private static boolean tryIt(Runnable call) {
    try {
      call.run();
      return true;
    } catch (OptimaException e) {
      if (e.code() != ErrorCode.CONFLICT
          && e.code() != ErrorCode.UNAVAILABLE
          && e.code() != ErrorCode.RESOURCE_EXHAUSTED) {
        throw e;
      }
      return false;
    }
  }

  private void fault(Fault fault) {
    if (fault == Fault.LOST_DISK && !mirrored) {
      return;
    }
    faults.merge(fault, 1, Integer::sum);
    SimulatedNode victim = node();
    switch (fault) {
      case POWER_CUT -> victim.losePower();
      case STOP -> victim.stop();
      case FAILING_SYNC -> victim.disk.failForceAfter(random.nextInt(4));
      case FAILING_WRITE -> victim.disk.failWriteAfter(random.nextInt(6));
      case FULL_DISK -> victim.disk.fill();
      case PAUSE_IN_SYNC -> victim.running().files.afterSync(() -> time.pass(pause()));
      case PAUSE_IN_CALL -> partitions.beforeAnswer(() -> time.pass(pause()));
      case NO_CONTROL_PLANE -> partitions.fail(away("no sidecar"));
      case NO_CHUNK_STORE ->
          parts.beforeCommit(
              () -> {
                throw away("no chunk store");
              });
      case IDLE -> idle();
      case LOST_DISK -> victim.loseDisk();
      case NO_OBJECT_STORE -> objects.away(true);
      case SLOW_OBJECT_STORE -> objects.slow(true);
    }
  }

  private static Duration pause() {
    return MemoryPartitions.LEASE;
  }

  private static OptimaException away(String what) {
    return new OptimaException(ErrorCode.UNAVAILABLE, what);
  }

  /** So long that partitions are given back. */
  private void idle() {
    heal();
    for (int i = 0; i <= TestNode.SETTINGS.idle().toSeconds(); i++) {
      pass(Duration.ofSeconds(1));
    }
  }

  private void heal() {
    partitions.fail(null);
    partitions.beforeAnswer(() -> {});
    parts.beforeCommit(() -> {});
    objects.away(false);
    objects.slow(false);
    objects.arrive();
    for (SimulatedNode node : nodes) {
      node.disk.empty();
      if (node.isFenced()) {
        node.losePower();
      }
      node.disk.repair();
      node.running().files.afterSync(() -> {});
    }
  }

  /**
   * What is sealed, then what the holder has; false when the node that was asked does not hold it.
   */
  private boolean read(PartitionRef partition) {
    List<PartitionEntry> log = partitions.log(partition);
    if (log.isEmpty()) {
      return true;
    }
    PartitionEntry head = log.getLast();
    List<String> texts = parts.texts(head.manifest());
    for (int i = 0; i < texts.size(); i++) {
      reads(partition, 2L * i, texts.get(i));
    }
    return tryIt(() -> readTail(partition, head.end()));
  }

  private void readToTheEnd(PartitionRef partition) {
    for (int round = 0; !read(partition); round++) {
      if (round > 2_000) {
        throw new AssertionError(partition + " cannot be read though nothing fails any more");
      }
      pass(Duration.ofSeconds(1));
    }
  }

  private void readTail(PartitionRef partition, long from) {
    StreamNode node = node().running().node;
    long next = Math.max(from, node.offsets(partition).sealed());
    for (var some = node.read(partition, next, 1 << 10);
        !some.isEmpty();
        some = node.read(partition, next, 1 << 10)) {
      for (StoredBatch batch : some) {
        String text = StandardCharsets.UTF_8.decode(batch.payload()).toString();
        reads(partition, batch.firstOffset(), text);
        next = batch.end();
      }
    }
  }

  private void reads(PartitionRef partition, long offset, String text) {
    List<Sent> records = SimulatedClient.records(text);
    for (int i = 0; i < records.size(); i++) {
      history.reads(records.get(i), new Place(partition.number(), offset + i));
    }
  }

  /** When nothing fails any more, everything that was sent is acknowledged, and can be read. */
  private void settle() {
    for (int round = 0; clients.stream().anyMatch(SimulatedClient::waits); round++) {
      if (round > 2_000) {
        throw new AssertionError(
            "not everything is acknowledged though nothing fails any more: "
                + clients.stream().map(SimulatedClient::lastError).toList());
      }
      heal();
      pass(Duration.ofSeconds(1));
      for (SimulatedClient client : clients) {
        IntStream.range(0, PARTITIONS)
            .forEach(number -> client.send(node().running().node, partition(number)));
      }
    }
    idle();
    IntStream.range(0, PARTITIONS).forEach(number -> readToTheEnd(partition(number)));
    nodes.forEach(SimulatedNode::stop);
  }

  long acknowledged() {
    return history.acknowledged();
  }

  List<String> findings() {
    return history.findings(true);
  }
}
