package io.optima.gateway;

import io.optima.dataset.ConsumerGroup;
import io.optima.model.stream.ConsumerGroups;
import io.optima.model.stream.GroupRef;
import io.optima.store.Store;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Consumer groups with a lock in the place of an actor's turn. */
final class LocalGroups implements ConsumerGroups {
  private static final Duration SESSION = Duration.ofSeconds(2);

  private final Store store;
  private final Map<GroupRef, ConsumerGroup> groups = new ConcurrentHashMap<>();

  LocalGroups(Store store) {
    this.store = store;
  }

  @Override
  public Membership beat(GroupRef group, Beat beat) {
    int partitions =
        Objects.requireNonNull(store.datasets().head(group.stream()).orElseThrow().stream())
            .settings()
            .partitions();
    return turn(group, each -> each.beat(beat, partitions));
  }

  @Override
  public void leave(GroupRef group, String member) {
    turn(
        group,
        each -> {
          each.leave(member);
          return member;
        });
  }

  @Override
  public void commit(GroupRef group, Commit commit) {
    turn(
        group,
        each -> {
          each.commit(commit);
          return commit;
        });
  }

  @Override
  public GroupState describe(GroupRef group) {
    return turn(group, ConsumerGroup::describe);
  }

  private <T> T turn(GroupRef ref, Function<ConsumerGroup, T> turn) {
    ConsumerGroup group =
        groups.computeIfAbsent(
            ref, each -> new ConsumerGroup(each, GroupState.NEW, SESSION, System::nanoTime));
    synchronized (group) {
      T answer = turn.apply(group);
      store.groups().write(ref, group.describe());
      return answer;
    }
  }
}
