package io.optima.gateway.kafka;

import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.ConsumerGroups;
import io.optima.model.stream.GroupRef;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Groups of Kafka. Each member here is a consumer of the group there, so that members of ours and
 * Kafka's own consumers share a topic's partitions, and its offsets.
 */
final class KafkaGroups implements ConsumerGroups, AutoCloseable {
  private final KafkaClients clients;
  private final Map<Name, KafkaMember> members = new ConcurrentHashMap<>();

  private record Name(String group, String member) {}

  KafkaGroups(KafkaClients clients) {
    this.clients = clients;
  }

  @Override
  public Membership beat(GroupRef group, Beat beat) {
    Name name = new Name(group.name(), beat.member());
    return members
        .computeIfAbsent(name, _ -> new KafkaMember(clients, group.name(), beat.member()))
        .beat(beat.reading());
  }

  @Override
  public void leave(GroupRef group, String member) {
    KafkaMember gone = members.remove(new Name(group.name(), member));
    if (gone != null) {
      gone.close();
    }
  }

  @Override
  public void commit(GroupRef group, Commit commit) {
    KafkaMember member = members.get(new Name(group.name(), commit.member()));
    if (member == null) {
      throw OptimaException.of(
          ErrorCode.CONFLICT, "%s is no member of %s any more", commit.member(), group);
    }
    member.commit(commit.offsets());
  }

  @Override
  public GroupState describe(GroupRef group) {
    Set<String> names = new HashSet<>();
    Map<Integer, String> owners = new HashMap<>();
    for (MemberDescription member : consumers(group.name())) {
      names.add(member.consumerId());
      ours(member.assignment().topicPartitions())
          .forEach(at -> owners.put(at.partition(), member.consumerId()));
    }
    Map<Integer, Long> offsets = new HashMap<>();
    committed(Set.of(group.name()))
        .getOrDefault(group.name(), Map.of())
        .forEach((at, offset) -> offsets.put(at.partition(), offset.offset()));
    return new GroupState(names, owners, offsets);
  }

  private Collection<MemberDescription> consumers(String group) {
    try {
      ConsumerGroupDescription found =
          clients.ask(
              admin ->
                  Objects.requireNonNull(
                      admin.describeConsumerGroups(Set.of(group)).describedGroups().get(group)));
      return found.members();
    } catch (OptimaException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return Set.of();
      }
      throw e;
    }
  }

  /** Those that have committed offsets of this topic, and those whose members read it. */
  List<GroupRef> list(DatasetName stream) {
    Set<String> all = new HashSet<>();
    clients
        .ask(admin -> admin.listGroups(ListGroupsOptions.forConsumerGroups()).all())
        .forEach((GroupListing group) -> all.add(group.groupId()));
    Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = committed(all);
    return all.stream()
        .filter(
            group ->
                !committed.getOrDefault(group, Map.of()).isEmpty()
                    || consumers(group).stream()
                        .anyMatch(
                            member ->
                                ours(member.assignment().topicPartitions()).findAny().isPresent()))
        .flatMap(group -> named(stream, group).stream())
        .sorted(Comparator.comparing(GroupRef::name))
        .toList();
  }

  /** Names that we have no place for are left out. */
  private static Optional<GroupRef> named(DatasetName stream, String group) {
    try {
      return Optional.of(new GroupRef(stream, group));
    } catch (OptimaException e) {
      return Optional.empty();
    }
  }

  /** Offsets of this topic's partitions, by group. */
  private Map<String, Map<TopicPartition, OffsetAndMetadata>> committed(Set<String> groups) {
    if (groups.isEmpty()) {
      return Map.of();
    }
    Map<String, ListConsumerGroupOffsetsSpec> question = new HashMap<>();
    groups.forEach(group -> question.put(group, new ListConsumerGroupOffsetsSpec()));
    Map<String, Map<TopicPartition, OffsetAndMetadata>> found = new HashMap<>();
    clients
        .ask(admin -> admin.listConsumerGroupOffsets(question).all())
        .forEach((group, offsets) -> found.put(group, ofThisTopic(offsets)));
    return found;
  }

  private Map<TopicPartition, OffsetAndMetadata> ofThisTopic(
      Map<TopicPartition, OffsetAndMetadata> offsets) {
    Map<TopicPartition, OffsetAndMetadata> kept = new HashMap<>();
    ours(offsets.keySet())
        .forEach(
            at -> {
              OffsetAndMetadata offset = offsets.get(at);
              if (offset != null) {
                kept.put(at, offset);
              }
            });
    return kept;
  }

  private Stream<TopicPartition> ours(Collection<TopicPartition> partitions) {
    return partitions.stream().filter(at -> at.topic().equals(clients.topic().topic()));
  }

  @Override
  public void close() {
    members.values().forEach(KafkaMember::close);
  }
}
