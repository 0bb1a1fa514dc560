package io.optima.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Channel;
import io.optima.gateway.Doors;
import io.optima.gateway.grpc.StreamCalls.Member;
import io.optima.gateway.stream.GroupLags;
import io.optima.model.DatasetName;
import io.optima.model.stream.GroupRef;
import io.optima.v1.ConsumerGroup;
import io.optima.v1.GroupPartition;
import io.optima.v1.ListGroupsRequest;
import io.optima.v1.StreamServiceGrpc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConsumerGroupsTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private Doors doors;
  private Channel ada;

  @BeforeAll
  void open(@TempDir Path home) {
    doors = Doors.open(home);
    ada = doors.as("ada");
  }

  @AfterAll
  void close() {
    doors.close();
  }

  private ConsumerGroup group(String stream) {
    return StreamServiceGrpc.newBlockingStub(ada)
        .listGroups(ListGroupsRequest.newBuilder().setStream(stream).build())
        .getGroups(0);
  }

  @Test
  void membersShareThePartitionsAndTakeOverFromEachOther() {
    StreamCalls.create(ada, "groups/share", 2);
    StreamCalls.publish(ada, "groups/share", 0, "a");
    StreamCalls.publish(ada, "groups/share", 1, "b");
    Member first = Member.join(ada, "groups/share", "one");
    await().atMost(SOON).until(() -> first.values.size() == 2);
    first.commit(0, 1);
    first.commit(1, 1);
    await().atMost(SOON).until(() -> first.commits.equals(List.of("", "")));

    Member second = Member.join(ada, "groups/share", "one");
    await().atMost(SOON).until(() -> first.partitions.size() == 1 && second.partitions.size() == 1);
    assertThat(first.partitions).doesNotContainAnyElementsOf(second.partitions);
    int its = second.partitions.iterator().next();
    StreamCalls.publish(ada, "groups/share", its, "c");
    await().atMost(SOON).until(() -> second.values.equals(List.of(its + "/1:c")));

    second.leave();
    await().atMost(SOON).until(() -> first.values.contains(its + "/1:c"));
    assertThat(first.values).hasSize(3);
  }

  @Test
  void partitionsThatAreNewAreReadFromTheirBeginning() {
    StreamCalls.create(ada, "groups/grow", 1);
    Member only = Member.latest(ada, "groups/grow", "one");
    await().atMost(SOON).until(() -> only.partitions.equals(Set.of(0)));
    StreamCalls.grow(ada, "groups/grow", 2);
    StreamCalls.publish(ada, "groups/grow", 1, "a");
    await().atMost(SOON).until(() -> only.values.equals(List.of("1/0:a")));
    assertThat(only.partitions).containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void offsetsOfOthersPartitionsAreRefused() {
    StreamCalls.create(ada, "groups/fence", 1);
    Member first = Member.join(ada, "groups/fence", "one");
    await().atMost(SOON).until(() -> first.partitions.equals(Set.of(0)));
    Member second = Member.join(ada, "groups/fence", "one");
    second.commit(0, 5);
    await().atMost(SOON).until(() -> !second.commits.isEmpty());
    assertThat(second.commits.getFirst()).contains("delivered again");
  }

  @Test
  void groupsTellHowFarTheyAreBehind() {
    StreamCalls.create(ada, "groups/lag", 1);
    StreamCalls.publish(ada, "groups/lag", 0, "a", "b", "c");
    Member only = Member.join(ada, "groups/lag", "behind");
    await().atMost(SOON).until(() -> only.values.size() == 3);
    only.commit(0, 2);
    await().atMost(SOON).until(() -> only.commits.equals(List.of("")));
    ConsumerGroup group = group("groups/lag");
    assertThat(group.getName()).isEqualTo("behind");
    GroupPartition partition = group.getPartitions(0);
    assertThat(Map.of("committed", partition.getCommitted(), "lag", partition.getLag()))
        .isEqualTo(Map.of("committed", 2L, "lag", 1L));
    assertThat(partition.getMember()).startsWith("ada-");

    GroupRef lagging = new GroupRef(DatasetName.parse("groups/lag"), "behind");
    assertThat(doors.part(GroupLags.class).measure()).containsEntry(lagging, 1L);
    only.leave();
    await().atMost(SOON).until(() -> !doors.part(GroupLags.class).measure().containsKey(lagging));
  }

  @Test
  void whatWasCommittedBeforeLeavingCounts() {
    StreamCalls.create(ada, "groups/leave", 1);
    StreamCalls.publish(ada, "groups/leave", 0, "a", "b");
    Member first = Member.join(ada, "groups/leave", "one");
    await().atMost(SOON).until(() -> first.values.size() == 2);
    first.commit(0, 1);
    first.leave();
    Member second = Member.join(ada, "groups/leave", "one");
    await().atMost(SOON).until(() -> second.values.equals(List.of("0/1:b")));
  }
}
