package io.optima.dataset;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.ConsumerGroups.Beat;
import io.optima.model.stream.ConsumerGroups.Commit;
import io.optima.model.stream.ConsumerGroups.GroupState;
import io.optima.model.stream.ConsumerGroups.Membership;
import io.optima.model.stream.GroupRef;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * The members of a consumer group and their partitions. Nobody is told anything: a member learns
 * from the answer to its next beat what it has to let go of, and from the one after the others have
 * let go what it gets. One thread at a time.
 */
public final class ConsumerGroup {
  /** While partitions are on their way from one member to another. */
  private static final Duration SOON = Duration.ofMillis(200);

  private final GroupRef group;
  private final Duration session;
  private final LongSupplier nanos;
  private final Map<String, Long> seen = new HashMap<>();
  private final TreeMap<Integer, String> owners = new TreeMap<>();
  private final TreeMap<Integer, Long> offsets = new TreeMap<>();

  /**
   * Takes up what is known. Members that own partitions may live, and get a whole session to say
   * so.
   *
   * @param session after which a silent member is gone
   * @param nanos a clock that only goes forward
   */
  public ConsumerGroup(GroupRef group, GroupState known, Duration session, LongSupplier nanos) {
    this.group = group;
    this.session = session;
    this.nanos = nanos;
    owners.putAll(known.owners());
    offsets.putAll(known.offsets());
    long now = nanos.getAsLong();
    owners.values().forEach(member -> seen.put(member, now));
  }

  /**
   * A member's sign of life, answered with what it is to read.
   *
   * @param partitions of the stream now
   */
  public Membership beat(Beat beat, int partitions) {
    String member = beat.member();
    forgetSilent();
    seen.put(member, nanos.getAsLong());
    owners.entrySet().removeIf(e -> e.getValue().equals(member) && !isReading(beat, e.getKey()));
    beat.reading().stream()
        .filter(partition -> partition < partitions)
        .forEach(partition -> owners.putIfAbsent(partition, member));
    int share = share(member, partitions);
    List<Integer> kept = owned(member).stream().sorted().limit(share).toList();
    Set<Integer> given = new TreeSet<>(kept);
    for (int p = 0; p < partitions && given.size() < share; p++) {
      if (owners.putIfAbsent(p, member) == null) {
        given.add(p);
      }
    }
    boolean settled = given.size() == share && given.containsAll(beat.reading());
    Map<Integer, Long> answer = new HashMap<>();
    given.forEach(p -> answer.put(p, offsets.getOrDefault(p, -1L)));
    return new Membership(answer, settled ? session.dividedBy(3) : SOON, session);
  }

  private static boolean isReading(Beat beat, int partition) {
    return beat.reading().contains(partition);
  }

  /** Members differ by one at most; those who have more already keep the one more. */
  private int share(String member, int partitions) {
    List<String> order =
        seen.keySet().stream()
            .sorted(
                Comparator.comparingInt((String each) -> -owned(each).size())
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    int more = order.indexOf(member) < partitions % order.size() ? 1 : 0;
    return partitions / order.size() + more;
  }

  private List<Integer> owned(String member) {
    return owners.entrySet().stream()
        .filter(owner -> owner.getValue().equals(member))
        .map(Map.Entry::getKey)
        .toList();
  }

  private void forgetSilent() {
    long now = nanos.getAsLong();
    seen.values().removeIf(last -> now - last >= session.toNanos());
    owners.values().removeIf(member -> !seen.containsKey(member));
  }

  public void leave(String member) {
    seen.remove(member);
    owners.values().removeIf(member::equals);
  }

  /** CONFLICT when one of the partitions is not the member's; then nothing is recorded. */
  public void commit(Commit commit) {
    forgetSilent();
    commit.offsets().forEach((partition, offset) -> check(commit.member(), partition, offset));
    seen.put(commit.member(), nanos.getAsLong());
    offsets.putAll(commit.offsets());
  }

  private void check(String member, int partition, long offset) {
    if (offset < 0) {
      throw OptimaException.invalid("offset %d of partition %d is negative", offset, partition);
    }
    if (!Objects.equals(owners.get(partition), member)) {
      throw OptimaException.of(
          ErrorCode.CONFLICT,
          "partition %d is not %s's in group %s any more: what it read is delivered again",
          partition,
          member,
          group);
    }
  }

  public GroupState describe() {
    forgetSilent();
    return new GroupState(seen.keySet(), owners, offsets);
  }
}
