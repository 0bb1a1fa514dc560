package io.optima.runtime.actor;

import io.optima.model.stream.ConsumerGroups;
import io.optima.model.stream.GroupRef;

/** Everything a group's members do is a turn of its actor. */
public final class DaprConsumerGroups implements ConsumerGroups {
  private final Actors actors;

  public DaprConsumerGroups(Actors actors) {
    this.actors = actors;
  }

  @Override
  public Membership beat(GroupRef group, Beat beat) {
    return actor(group).beat(beat);
  }

  @Override
  public void leave(GroupRef group, String member) {
    actor(group).leave(member);
  }

  @Override
  public void commit(GroupRef group, Commit commit) {
    actor(group).commit(commit);
  }

  @Override
  public GroupState describe(GroupRef group) {
    return actor(group).describe();
  }

  private GroupTurns actor(GroupRef group) {
    return actors.of(GroupTurns.class, GroupTurns.id(group));
  }
}
