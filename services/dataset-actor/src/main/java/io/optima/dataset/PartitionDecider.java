package io.optima.dataset;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.NodeRef;
import io.optima.model.stream.PartitionEntry;
import io.optima.model.stream.PartitionEntry.Change;
import io.optima.model.stream.PartitionEntry.Mirror;
import io.optima.model.stream.PartitionRef;
import io.optima.model.stream.Partitions.Seal;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a partition's holders and seals. Each method decides one command on the last entry
 * ({@code null}: nobody ever held the partition) and either refuses it or says which entry follows;
 * the same entry again when there is nothing to do.
 */
final class PartitionDecider {
  private PartitionDecider() {}

  /**
   * A new holder. A node that has the journal of the last one is the same node, started again: the
   * former process is gone, or it could not have opened that journal. Another one can take over
   * what is in the object store.
   *
   * @param expired whether the last holder's lease is over
   * @param mirrored whether all batches go to the object store from now on
   */
  static PartitionEntry acquire(
      @Nullable PartitionEntry head,
      PartitionRef partition,
      UUID stream,
      NodeRef node,
      boolean expired,
      boolean mirrored,
      Instant time) {
    long epoch = head == null ? 1 : head.epoch() + 1;
    Mirror own = mirrored ? new Mirror(node.journal(), epoch) : null;
    if (head == null) {
      return new PartitionEntry(
          1, Change.OPENED, partition, stream, epoch, node, 0, 0, null, 0, time, own);
    }
    NodeRef holder = head.holder();
    if (holder == null) {
      return next(head, Change.OPENED, epoch, node, own, time);
    }
    if (!holder.journal().equals(node.journal())) {
      requireMovable(head, partition, holder, expired);
    }
    return next(head, Change.OPENED, epoch, node, head.mirror(), time);
  }

  private static void requireMovable(
      PartitionEntry head, PartitionRef partition, NodeRef holder, boolean expired) {
    if (!expired) {
      throw held(partition, holder);
    }
    if (head.mirror() == null) {
      throw tailElsewhere(partition, holder);
    }
  }

  private static OptimaException held(PartitionRef partition, NodeRef holder) {
    return OptimaException.of(
        ErrorCode.CONFLICT, "%s is held by the node at %s", partition, holder.address());
  }

  private static OptimaException tailElsewhere(PartitionRef partition, NodeRef holder) {
    return OptimaException.of(
        ErrorCode.UNAVAILABLE,
        "the newest records of %s are in journal %s of the node at %s, which does not answer:"
            + " start that node again",
        partition,
        holder.journal(),
        holder.address());
  }

  /** The entry under which the caller still holds the partition. */
  static PartitionEntry held(@Nullable PartitionEntry head, PartitionRef partition, long epoch) {
    if (head == null || head.epoch() != epoch || head.holder() == null) {
      throw OptimaException.of(
          ErrorCode.CONFLICT,
          "%s is not held under epoch %d any more: %s",
          partition,
          epoch,
          head == null || head.holder() == null
              ? "it was given back"
              : "epoch %d is the newest".formatted(head.epoch()));
    }
    return head;
  }

  static PartitionEntry seal(
      @Nullable PartitionEntry head, PartitionRef partition, Seal seal, Instant time) {
    PartitionEntry last = held(head, partition, seal.epoch());
    if (last.sequence() == seal.after() + 1 && isResult(last, seal)) {
      return last;
    }
    if (last.sequence() != seal.after()) {
      throw OptimaException.of(
          ErrorCode.CONFLICT,
          "%s is at entry %d, not at %d any more",
          partition,
          last.sequence(),
          seal.after());
    }
    check(last, seal);
    return new PartitionEntry(
        last.sequence() + 1,
        seal.change(),
        partition,
        last.stream(),
        last.epoch(),
        last.holder(),
        seal.begin(),
        seal.end(),
        seal.manifest(),
        seal.bytes(),
        later(last, time),
        seal.change() == Change.MOVED ? mirror(last) : last.mirror());
  }

  /** What the holder copied is in the objects of its own journal. */
  private static Mirror mirror(PartitionEntry last) {
    return new Mirror(Objects.requireNonNull(last.holder()).journal(), last.epoch());
  }

  private static boolean isResult(PartitionEntry entry, Seal seal) {
    return entry.change() == seal.change()
        && entry.begin() == seal.begin()
        && entry.end() == seal.end()
        && Objects.equals(entry.manifest(), seal.manifest());
  }

  /** Whatever a holder believes, records neither come back nor get lost. */
  private static void check(PartitionEntry last, Seal seal) {
    boolean fits =
        switch (seal.change()) {
          case SEALED -> seal.begin() == last.begin() && seal.end() > last.end();
          case MOVED ->
              last.moves()
                  && seal.begin() == last.begin()
                  && seal.end() == last.end()
                  && Objects.equals(seal.manifest(), last.manifest());
          case COMPACTED -> seal.begin() == last.begin() && seal.end() == last.end();
          case TRUNCATED ->
              seal.begin() > last.begin() && seal.begin() <= last.end() && seal.end() == last.end();
          case OPENED, RELEASED -> false;
        };
    if (!fits) {
      throw OptimaException.invalid(
          "%s holds sealed records %d to %d: %s to %d and %d does not follow",
          last.partition(), last.begin(), last.end(), seal.change(), seal.begin(), seal.end());
    }
  }

  static PartitionEntry release(
      @Nullable PartitionEntry head, PartitionRef partition, long epoch, Instant time) {
    if (head != null && head.epoch() == epoch && head.change() == Change.RELEASED) {
      return head;
    }
    PartitionEntry last = held(head, partition, epoch);
    return next(last, Change.RELEASED, epoch, null, null, time);
  }

  private static PartitionEntry next(
      PartitionEntry last,
      Change change,
      long epoch,
      @Nullable NodeRef holder,
      @Nullable Mirror mirror,
      Instant time) {
    return new PartitionEntry(
        last.sequence() + 1,
        change,
        last.partition(),
        last.stream(),
        epoch,
        holder,
        last.begin(),
        last.end(),
        last.manifest(),
        last.bytes(),
        later(last, time),
        mirror);
  }

  /** Clocks of two hosts may differ, the log's time never goes back. */
  private static Instant later(PartitionEntry last, Instant time) {
    return time.isBefore(last.time()) ? last.time() : time;
  }
}
