package io.optima.model.stream;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Who of a group reads which partitions, and how far the group has come. A member asks again and
 * again with {@link #beat}, saying what it reads; it reads what the answer lists and has stopped
 * reading everything else before it asks next. One that is silent for {@link Membership#session} is
 * gone, and has to have stopped by then.
 *
 * <p>A partition is given to a member when the one before has stopped reading it. What was read but
 * not committed is delivered again.
 *
 * <p>Errors: NOT_FOUND (no such stream), CONFLICT (the partition is another member's), UNAVAILABLE.
 */
public interface ConsumerGroups {
  /** Joins, or stays. */
  Membership beat(GroupRef group, Beat beat);

  /** Goes; it has stopped reading. */
  void leave(GroupRef group, String member);

  /**
   * Records up to where the member has dealt with its partitions.
   *
   * @throws io.optima.model.OptimaException CONFLICT when one of them is not the member's; then
   *     nothing is recorded
   */
  void commit(GroupRef group, Commit commit);

  /** Members and offsets now. */
  GroupState describe(GroupRef group);

  /**
   * A sign of life.
   *
   * @param member unique in the group
   * @param reading partitions from which it reads
   */
  record Beat(String member, Set<Integer> reading) {
    public Beat {
      reading = Set.copyOf(reading);
    }
  }

  /**
   * What a member is to do.
   *
   * @param partitions to be read, with the offset from which to read one that is new; −1 when the
   *     group has not committed any there
   * @param again when to ask next
   * @param session how long a member may be silent
   */
  record Membership(Map<Integer, Long> partitions, Duration again, Duration session) {
    public Membership {
      partitions = Map.copyOf(partitions);
    }
  }

  /**
   * Progress.
   *
   * @param offsets of the next record to be dealt with, by partition
   */
  record Commit(String member, Map<Integer, Long> offsets) {
    public Commit {
      offsets = Map.copyOf(offsets);
    }
  }

  /**
   * A group as it is.
   *
   * @param owners member that reads a partition, by partition
   * @param offsets committed, by partition
   */
  record GroupState(Set<String> members, Map<Integer, String> owners, Map<Integer, Long> offsets) {
    /** Of a group that nobody has joined. */
    public static final GroupState NEW = new GroupState(Set.of(), Map.of(), Map.of());

    public GroupState {
      members = Set.copyOf(members);
      owners = Map.copyOf(owners);
      offsets = Map.copyOf(offsets);
    }
  }
}
