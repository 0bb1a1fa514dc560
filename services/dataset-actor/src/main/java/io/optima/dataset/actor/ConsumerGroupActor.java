package io.optima.dataset.actor;

import io.dapr.actors.ActorId;
import io.dapr.actors.runtime.ActorRuntimeContext;
import io.optima.dataset.ConsumerGroup;
import io.optima.model.stream.ConsumerGroups.Beat;
import io.optima.model.stream.ConsumerGroups.Commit;
import io.optima.model.stream.ConsumerGroups.GroupState;
import io.optima.model.stream.ConsumerGroups.Membership;
import io.optima.model.stream.GroupRef;
import io.optima.runtime.actor.GroupTurns;
import io.optima.runtime.actor.StatefulActor;
import io.optima.store.GroupRecords;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shares a stream's partitions among the members of a group and keeps how far they have come. */
public final class ConsumerGroupActor extends StatefulActor implements GroupTurns {
  private final GroupRecords records;
  private final Streams streams;
  private final Duration session;
  private @Nullable ConsumerGroup group;
  private GroupState written = GroupState.NEW;

  /**
   * The group that the id names.
   *
   * @param session after which a silent member is gone
   */
  public ConsumerGroupActor(
      ActorRuntimeContext<?> context,
      ActorId id,
      GroupRecords records,
      Streams streams,
      Duration session) {
    super(context, id);
    this.records = records;
    this.streams = streams;
    this.session = session;
  }

  @Override
  public Membership beat(Beat beat) {
    int partitions = streams.find(ref().stream()).settings().partitions();
    return kept(() -> group().beat(beat, partitions));
  }

  @Override
  public void leave(String member) {
    kept(
        () -> {
          group().leave(member);
          return member;
        });
  }

  @Override
  public void commit(Commit commit) {
    kept(
        () -> {
          group().commit(commit);
          return commit;
        });
  }

  @Override
  public GroupState describe() {
    streams.find(ref().stream());
    return group().describe();
  }

  /** What a turn changes is written before it is answered; forgotten when it cannot be. */
  private <T> T kept(Supplier<T> turn) {
    T answer = turn.get();
    GroupState now = group().describe();
    if (!now.owners().equals(written.owners()) || !now.offsets().equals(written.offsets())) {
      try {
        records.write(ref(), now);
        written = now;
      } catch (RuntimeException e) {
        group = null;
        throw e;
      }
    }
    return answer;
  }

  private ConsumerGroup group() {
    ConsumerGroup known = group;
    if (known == null) {
      written = records.read(ref()).orElse(GroupState.NEW);
      known = new ConsumerGroup(ref(), written, session, System::nanoTime);
      group = known;
    }
    return known;
  }

  private GroupRef ref() {
    return GroupTurns.group(getId().toString());
  }
}
