package io.optima.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.log.Command.Control;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The journal's core on a simulated disk under a virtual clock, in one thread: every step is chosen
 * by the seed, and each part of a group's and a chore's life is a step of its own, so that crashes
 * fall between any two.
 */
final class Simulation {
  private static final JournalSettings SETTINGS =
      new JournalSettings(Duration.ofMillis(2), 2 << 10, 8 << 10, 16 << 10, 48 << 10, 1 << 20);

  private final SplittableRandom random;
  private final SimulatedDisk disk;
  private final List<JournalModel> models;
  private JournalCore core;
  private long nowNanos;
  private @Nullable Group group;
  private int groupStep;
  private @Nullable Chore chore;
  private boolean choreRan;
  private @Nullable IOException choreFailure;

  /** How often what happened, so that a test can tell that it did. */
  int acknowledged;

  int crashes;
  int refusedForSpace;
  int fenced;
  int deletedSegments;
  private int highestSegment;

  Simulation(long seed) throws IOException {
    random = new SplittableRandom(seed);
    disk = new SimulatedDisk(random.split());
    models =
        IntStream.range(0, 1 + random.nextInt(8))
            .mapToObj(number -> new JournalModel(new PartitionId(new UUID(1, 2), number)))
            .toList();
    core = start();
  }

  private JournalCore start() throws IOException {
    return new JournalCore(disk, SETTINGS, Recovery.recover(disk, random), random);
  }

  void run(int steps) throws IOException {
    for (int step = 0; step < steps; step++) {
      step();
    }
    crash();
    deletedSegments = highestSegment - segments();
  }

  private void step() throws IOException {
    switch (random.nextInt(100)) {
      case 0 -> crashSometimes();
      case 1 -> breakDisk();
      case 2 -> disk.fill();
      case 3, 4, 5, 6 -> disk.empty();
      case 7, 8 -> fence();
      case 9, 10, 11 -> release();
      case 12, 13, 14, 15, 16, 17 -> read();
      case 18 -> nowNanos += Duration.ofSeconds(random.nextInt(7)).toNanos();
      default -> work();
    }
    if (core.fenced() != null) {
      fenced++;
      crash();
    }
  }

  private void work() throws IOException {
    switch (random.nextInt(5)) {
      case 0, 1 -> append();
      case 2, 3 -> advanceGroup();
      default -> advanceChore();
    }
    nowNanos += random.nextInt(1_000_000);
  }

  private JournalModel anyPartition() {
    return models.get(random.nextInt(models.size()));
  }

  private void append() {
    JournalModel model = anyPartition();
    int bytes = random.nextInt(20) == 0 ? random.nextInt(12_000) : random.nextInt(600);
    boolean stale = model.epoch > 0 && random.nextInt(20) == 0;
    Command.Append append = model.append(random, bytes, model.epoch - (stale ? 1 : 0));
    var _ =
        append
            .answer()
            .whenComplete(
                (done, failure) -> {
                  acknowledged += done != null ? 1 : 0;
                  assertThat(stale && done != null).as("acknowledged under an old epoch").isFalse();
                  if (failure instanceof OptimaException e
                      && e.code() == ErrorCode.RESOURCE_EXHAUSTED) {
                    refusedForSpace++;
                  }
                });
    core.offer(append, nowNanos);
  }

  private void fence() {
    JournalModel model = anyPartition();
    CompletableFuture<Void> answer = new CompletableFuture<>();
    model.fence(answer, model.epoch + 1);
    core.offer(new Control(FrameKind.FENCE, model.id, model.epoch, 0, answer), nowNanos);
  }

  private void release() {
    JournalModel model = anyPartition();
    long offset = random.nextLong(model.keptEnd() + 1);
    model.releaseAsked(offset);
    core.offer(
        new Control(FrameKind.RELEASE, model.id, 0, offset, new CompletableFuture<>()), nowNanos);
  }

  private void read() {
    JournalModel model = anyPartition();
    Partition partition = core.state().partitions().get(model.id);
    if (partition != null) {
      PartitionOffsets offsets = partition.offsets();
      long offset = random.nextLong(offsets.begin(), offsets.end() + 1);
      model.read(JournalReader.read("simulated", core.state(), model.id, offset, 5_000));
    }
  }

  private void advanceGroup() {
    if (group == null) {
      group = core.dueNanos() <= nowNanos ? core.form(nowNanos) : null;
      groupStep = 0;
      return;
    }
    try {
      switch (groupStep++) {
        case 0 -> group.write();
        case 1 -> group.force();
        default -> {
          core.commit(group, nowNanos);
          group.acknowledgeSynced();
          group = null;
        }
      }
    } catch (IOException e) {
      core.fence("writing", e);
    }
  }

  private void advanceChore() {
    if (chore == null) {
      chore = core.chore(nowNanos);
      choreRan = false;
      choreFailure = null;
    } else if (!choreRan) {
      choreRan = true;
      try {
        chore.run();
      } catch (IOException e) {
        choreFailure = e;
      }
    } else {
      Chore done = chore;
      chore = null;
      core.settle(done, choreFailure);
    }
    highestSegment = Math.max(highestSegment, core.state().sequence());
  }

  private int segments() {
    return (int) disk.list().stream().filter(name -> name.endsWith(Segment.SUFFIX)).count();
  }

  private void breakDisk() {
    switch (random.nextInt(6)) {
      case 0 -> disk.failForceAfter(random.nextInt(3));
      case 1 -> disk.failWriteAfter(random.nextInt(3));
      default -> disk.repair();
    }
  }

  private void crashSometimes() throws IOException {
    if (random.nextInt(3) == 0) {
      crash();
    }
  }

  private void crash() throws IOException {
    crashes++;
    group = null;
    chore = null;
    models.forEach(JournalModel::crash);
    disk.repair();
    disk.empty();
    if (random.nextBoolean()) {
      disk.powerCut();
    }
    core = start();
    List<PartitionOffsets> found = look();
    if (random.nextBoolean()) {
      disk.powerCut();
      core = start();
      assertThat(look()).as("recovering again finds the same").isEqualTo(found);
    }
  }

  private List<PartitionOffsets> look() {
    List<PartitionOffsets> found = new ArrayList<>();
    for (JournalModel model : models) {
      Partition partition = core.state().partitions().get(model.id);
      PartitionOffsets offsets = partition == null ? null : partition.offsets();
      List<Batch> all =
          offsets == null
              ? List.of()
              : JournalReader.read(
                  "simulated", core.state(), model.id, offsets.begin(), Integer.MAX_VALUE);
      model.recovered(offsets, all);
      found.add(offsets == null ? new PartitionOffsets(0, 0, 0) : offsets);
    }
    return found;
  }
}
