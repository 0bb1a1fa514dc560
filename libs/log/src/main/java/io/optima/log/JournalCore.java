package io.optima.log;

import io.optima.log.Command.Control;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what is written and synced when, in which order, under which offsets. Has no thread and
 * no clock: one owner calls it and tells it the time, so that a simulation can be the owner. At
 * most one group is under way, and what is offered meanwhile goes in the next.
 */
final class JournalCore {
  /** The time of things that will not come by themselves. */
  static final long NEVER = Long.MAX_VALUE;

  /** About so many syncs tell how long one takes. */
  private static final int SYNCS = 8;

  private static final Logger log = LoggerFactory.getLogger(JournalCore.class);

  private final JournalFiles files;
  private final JournalSettings settings;
  private final JournalState state;
  private final SegmentSupply supply;
  private final Checkpoints checkpoints;
  private final ByteBuffer buffer;
  private final Queue<Command> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long oldestNanos;

  /** Small groups are not formed before that. */
  private long quietNanos = Long.MIN_VALUE;

  private long formedNanos;

  /** What a group's write and sync take lately. */
  private long syncNanos;

  private @Nullable Segment writing;
  private boolean starved;
  private boolean choreRuns;
  private @Nullable Group underWay;
  private @Nullable OptimaException fenced;

  JournalCore(
      JournalFiles files, JournalSettings settings, JournalState state, RandomGenerator random) {
    this.files = files;
    this.settings = settings;
    this.state = state;
    this.supply = new SegmentSupply(files, state, settings.segmentBytes(), random);
    this.checkpoints =
        new Checkpoints(
            files, state, settings.checkpointBytes(), e -> fence("a checkpoint's write", e));
    this.syncNanos = settings.groupDelay().toNanos();
    this.buffer = ByteBuffer.allocateDirect(settings.groupLimitBytes());
  }

  JournalState state() {
    return state;
  }

  /** Why nothing is taken any more; null while all is well. */
  @Nullable OptimaException fenced() {
    return fenced;
  }

  void offer(Command command, long arrivedNanos) {
    if (fenced != null) {
      command.refuse(fenced);
      return;
    }
    if (waiting.isEmpty()) {
      oldestNanos = arrivedNanos;
    }
    waiting.add(command);
    waitingBytes += command.payloadBytes();
  }

  /**
   * When the next group wants to be formed; {@link #NEVER} when nothing waits or can be written.
   */
  long dueNanos() {
    if (waiting.isEmpty() || starved || underWay != null) {
      return NEVER;
    }
    return missingBytes() <= 0 ? oldestNanos : Math.max(oldestNanos, quietNanos);
  }

  /** So many more bytes make a group due at once. */
  long missingBytes() {
    return settings.groupBytes() - waitingBytes;
  }

  /** Whether something besides groups becomes due with time. */
  boolean restless() {
    return supply.shortage() != null || checkpoints.hasReleases();
  }

  /** Sequences what waits, up to a group's limit; null when nothing can be written now. */
  @Nullable Group form(long nowNanos) {
    Group group = null;
    while (!waiting.isEmpty()) {
      Command command = waiting.element();
      int bytes = FrameHeader.frameBytes(command.payloadBytes());
      if (group == null) {
        Segment segment = segmentFor(bytes);
        if (segment == null) {
          break;
        }
        group = new Group(segment, segment.end(), bufferFor(bytes));
        open(group);
      } else if (!group.fits(bytes) || !room(group.segment(), group.end(), bytes)) {
        break;
      }
      waiting.remove();
      waitingBytes -= command.payloadBytes();
      Sequencer.sequence(command, state.partition(command.partition()), group);
    }
    formedNanos = nowNanos;
    underWay = group == null || group.isEmpty() ? null : group;
    return underWay;
  }

  private @Nullable Segment segmentFor(int bytes) {
    Segment current = writing;
    if (current != null && room(current, current.end(), bytes)) {
      return current;
    }
    Segment next = supply.take();
    if (next != null) {
      writing = next;
      state.segments().put(next.sequence(), next);
      return next;
    }
    starved = true;
    refuseWaitingForSpace();
    return null;
  }

  private static boolean room(Segment segment, int position, int bytes) {
    return bytes <= segment.fileBytes() - position;
  }

  private ByteBuffer bufferFor(int frameBytes) {
    int bytes = frameBytes + FrameHeader.BYTES;
    return bytes <= buffer.capacity() ? buffer.clear() : ByteBuffer.allocateDirect(bytes);
  }

  private void open(Group group) {
    if (group.start() == SegmentHeader.BYTES) {
      group.opened(FrameHeader.opened(state.sequence(), state.end()));
    }
  }

  /** The group is written and synced. */
  void commit(Group group, long nowNanos) {
    underWay = null;
    syncNanos += (nowNanos - formedNanos - syncNanos) / SYNCS;
    quietNanos = formedNanos + Math.min(syncNanos, settings.groupDelay().toNanos());
    group.segment().end(group.end());
    state.tail(group.segment().sequence(), group.end());
    checkpoints.wrote(group.size());
    if (group.hasReleases()) {
      checkpoints.released();
    }
    group.settle();
  }

  /** A chore that is due; its {@link Chore#settle} has to follow by {@link #settle}. */
  @Nullable Chore chore(long nowNanos) {
    if (choreRuns || underWay != null || fenced != null) {
      return null;
    }
    boolean spaceWanted = supply.shortage() != null;
    if (spaceWanted && checkpoints.hasReleases()) {
      giveUpReleasedSegment();
    }
    Chore chore = checkpoints.chore(writing, spaceWanted, nowNanos);
    if (chore == null && wantsSegment()) {
      chore = supply.chore(nowNanos);
    }
    choreRuns = chore != null;
    return chore;
  }

  /** A segment too full to go on with, in which nothing is needed, makes room for its successor. */
  private void giveUpReleasedSegment() {
    if (writing != null && !state.needed().contains(writing.sequence())) {
      writing = null;
    }
  }

  private boolean wantsSegment() {
    return starved || supply.shortage() != null || writing != null;
  }

  void settle(Chore chore, @Nullable IOException failure) {
    boolean wasStarved = starved;
    choreRuns = false;
    starved = false;
    chore.settle(failure);
    if (wasStarved) {
      refuseWaitingForSpace();
    }
  }

  /** The checkpoint of a clean close; no other chore runs. */
  Chore lastChore() {
    choreRuns = true;
    return checkpoints.take(null);
  }

  /** A release needs no frame: it makes the room, and the checkpoint that does so records it. */
  private void refuseWaitingForSpace() {
    String shortage = supply.shortage();
    if (shortage == null) {
      return;
    }
    OptimaException why =
        OptimaException.of(
            ErrorCode.RESOURCE_EXHAUSTED,
            "journal %s takes no records: %s; free some space there, or seal and release streams",
            files.place(),
            shortage);
    for (Command command : waiting) {
      if (command instanceof Control control && control.kind() == FrameKind.RELEASE) {
        Sequencer.releaseWithoutFrame(control, state.partition(control.partition()));
        checkpoints.released();
      } else {
        command.refuse(why);
      }
    }
    waiting.clear();
    waitingBytes = 0;
  }

  /** Nothing is known any more of what the disk holds beyond the last commit: all ends here. */
  void fence(String what, Throwable cause) {
    if (fenced != null) {
      return;
    }
    OptimaException why =
        new OptimaException(
            ErrorCode.UNAVAILABLE,
            String.format(
                "journal %s fenced itself: %s failed (%s). Acknowledged records are safe; check the"
                    + " disk and the kernel's log, then start this node again",
                files.place(), what, cause.getMessage()),
            cause);
    fenced = why;
    log.error(why.text(), cause);
    if (underWay != null) {
      underWay.refuse(why);
    }
    abandon(why);
  }

  /** Tells everybody who waits that nothing more will come. */
  void abandon(OptimaException why) {
    waiting.forEach(command -> command.refuse(why));
    waiting.clear();
    for (Partition partition : state.partitions().values()) {
      partition.abandonWaiters().forEach(waiter -> waiter.completeExceptionally(why));
    }
  }

  /** Closes the files of segments; nothing is read or written after that. */
  void close() {
    Segment ready = supply.take();
    if (ready != null) {
      close(ready);
    }
    state.segments().values().forEach(JournalCore::close);
  }

  private static void close(Segment segment) {
    try {
      segment.file().close();
    } catch (IOException e) {
      log.warn("closing segment {}: {}", segment.name(), e.getMessage());
    }
  }
}
