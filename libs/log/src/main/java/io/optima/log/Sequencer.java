package io.optima.log;

import io.optima.log.Command.Append;
import io.optima.log.Command.Control;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.nio.ByteBuffer;

/** Makes frames of commands: gives batches their offsets, and refuses what may not be. */
final class Sequencer {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private Sequencer() {}

  /** Adds the command to the group, or refuses it. */
  static void sequence(Command command, Partition partition, Group group) {
    switch (command) {
      case Append append -> sequence(append, partition, group);
      case Control control -> sequence(control, partition, group);
    }
  }

  private static void sequence(Append append, Partition partition, Group group) {
    if (!mayHold(append, append.epoch(), partition) || isBehindRefused(append)) {
      return;
    }
    long first = partition.next();
    FrameHeader header =
        new FrameHeader(
            FrameKind.BATCH,
            append.partition(),
            append.records(),
            append.epoch(),
            first,
            group.start(),
            append.payloadBytes());
    group.add(header, append.head(), append.payload(), partition);
    group.waits(append, first, partition);
  }

  private static boolean isBehindRefused(Append append) {
    Chain chain = append.chain();
    boolean broken = chain != null && chain.isBroken();
    if (broken) {
      append.refuse(
          OptimaException.of(
              ErrorCode.RESOURCE_EXHAUSTED,
              "a batch before this one found no room in the journal: send both again, in order"));
    }
    return broken;
  }

  private static void sequence(Control control, Partition partition, Group group) {
    boolean allowed =
        control.kind() == FrameKind.RELEASE
            ? mayRelease(control, partition)
            : mayHold(control, control.epoch(), partition);
    if (allowed) {
      group.add(header(control, group.start()), NOTHING, NOTHING, partition);
      group.waits(control.answer());
    }
  }

  private static FrameHeader header(Control control, int groupStart) {
    return new FrameHeader(
        control.kind(), control.partition(), 0, control.epoch(), control.offset(), groupStart, 0);
  }

  private static boolean mayRelease(Control control, Partition partition) {
    if (control.offset() <= partition.next()) {
      return true;
    }
    control.refuse(
        OptimaException.invalid(
            "partition %s ends at offset %d: records below %d cannot be released",
            control.partition(), partition.next(), control.offset()));
    return false;
  }

  private static boolean mayHold(Command command, long epoch, Partition partition) {
    if (epoch >= partition.epoch()) {
      return true;
    }
    command.refuse(
        OptimaException.of(
            ErrorCode.CONFLICT,
            "partition %s is held under epoch %d, and this came under epoch %d: another node has"
                + " taken it over",
            command.partition(),
            partition.epoch(),
            epoch));
    return false;
  }

  /**
   * What a full disk takes; whoever asked repeats it if a crash comes before the next checkpoint.
   */
  static void releaseWithoutFrame(Control control, Partition partition) {
    if (mayRelease(control, partition)) {
      partition.apply(header(control, 0), 0);
      control.answer().complete(null);
    }
  }
}
