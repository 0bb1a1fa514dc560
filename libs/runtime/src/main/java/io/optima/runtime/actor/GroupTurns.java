package io.optima.runtime.actor;

import io.dapr.actors.ActorType;
import io.optima.model.stream.ConsumerGroups;
import io.optima.model.stream.GroupRef;

/**
 * The turns of the ConsumerGroup actor, whose id is {@code group.name.consumers}: {@link
 * ConsumerGroups} of one group.
 */
@ActorType(name = GroupTurns.TYPE)
public interface GroupTurns {
  String TYPE = "ConsumerGroup";

  ConsumerGroups.Membership beat(ConsumerGroups.Beat beat);

  void leave(String member);

  void commit(ConsumerGroups.Commit commit);

  ConsumerGroups.GroupState describe();

  static String id(GroupRef group) {
    return DatasetTurns.id(group.stream()) + "." + group.name();
  }

  static GroupRef group(String id) {
    int dot = id.lastIndexOf('.');
    return new GroupRef(DatasetTurns.name(id.substring(0, dot)), id.substring(dot + 1));
  }
}
