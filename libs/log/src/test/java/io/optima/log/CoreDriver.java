package io.optima.log;

import io.optima.log.Command.Append;
import io.optima.log.Command.Control;
import io.optima.model.stream.Durability;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Does with a core, at once, what the journal's threads would do. */
final class CoreDriver {
  private final SimulatedDisk disk;
  final JournalCore core;

  CoreDriver(SimulatedDisk disk, JournalSettings settings, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    this.disk = disk;
    this.core = new JournalCore(disk, settings, Recovery.recover(disk, random), random);
  }

  /** One group of one batch. */
  Acknowledgement append(PartitionId partition, long epoch, int records, byte[] payload)
      throws IOException {
    CompletableFuture<Acknowledgement> answer = offer(partition, epoch, records, payload);
    write();
    return answer.join();
  }

  CompletableFuture<Acknowledgement> offer(
      PartitionId partition, long epoch, int records, byte[] payload) {
    return offer(partition, epoch, records, payload, 0);
  }

  CompletableFuture<Acknowledgement> offer(
      PartitionId partition, long epoch, int records, byte[] payload, long arrivedNanos) {
    CompletableFuture<Acknowledgement> answer = new CompletableFuture<>();
    ByteBuffer bytes = ByteBuffer.wrap(payload);
    core.offer(
        new Append(
            partition,
            epoch,
            records,
            ByteBuffer.allocate(0),
            bytes,
            BatchDigest.of(bytes),
            Durability.FSYNC,
            null,
            answer),
        arrivedNanos);
    return answer;
  }

  void fence(PartitionId partition, long epoch) throws IOException {
    control(FrameKind.FENCE, partition, epoch, 0);
  }

  void release(PartitionId partition, long offset) throws IOException {
    control(FrameKind.RELEASE, partition, 0, offset);
  }

  private void control(FrameKind kind, PartitionId partition, long epoch, long offset)
      throws IOException {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    core.offer(new Control(kind, partition, epoch, offset, answer), 0);
    write();
    answer.join();
  }

  /** Everything that waits, as one group where it fits. */
  void write() throws IOException {
    while (core.dueNanos() != JournalCore.NEVER) {
      Group group = core.form(0);
      if (group == null) {
        settle(core.chore(0));
      } else {
        group.write();
        group.force();
        core.commit(group, 0);
        group.acknowledgeSynced();
      }
    }
  }

  void checkpoint() throws IOException {
    settle(core.lastChore());
  }

  private void settle(@Nullable Chore chore) throws IOException {
    if (chore != null) {
      chore.run();
      core.settle(chore, null);
    }
  }

  List<Batch> read(PartitionId partition, long offset) {
    return JournalReader.read(disk.place(), core.state(), partition, offset, Integer.MAX_VALUE);
  }
}
