package io.optima.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.DatasetName;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.ConsumerGroups.Beat;
import io.optima.model.stream.ConsumerGroups.Commit;
import io.optima.model.stream.ConsumerGroups.GroupState;
import io.optima.model.stream.ConsumerGroups.Membership;
import io.optima.model.stream.GroupRef;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsumerGroupTest {
  private static final GroupRef GROUP = new GroupRef(DatasetName.parse("shop/clicks"), "billing");
  private static final Duration SESSION = Duration.ofSeconds(10);

  private long nanos;
  private ConsumerGroup group = open(GroupState.NEW);

  private ConsumerGroup open(GroupState known) {
    return new ConsumerGroup(GROUP, known, SESSION, () -> nanos);
  }

  /** A member as the rules want it: it reads what the last answer said. */
  private final class Member {
    final String name;
    Set<Integer> reading = Set.of();
    long heard;

    Member(String name) {
      this.name = name;
    }

    Membership beat(int partitions) {
      Membership answer = group.beat(new Beat(name, reading), partitions);
      reading = answer.partitions().keySet();
      heard = nanos;
      return answer;
    }

    /** It stops by itself when it has not been heard for a session. */
    Set<Integer> reads() {
      return nanos - heard >= SESSION.toNanos() ? Set.of() : reading;
    }
  }

  @Test
  void oneMemberReadsEverythingFromTheStart() {
    Membership alone = new Member("a").beat(3);
    assertThat(alone.partitions()).isEqualTo(Map.of(0, -1L, 1, -1L, 2, -1L));
  }

  @Test
  void aPartitionChangesHandsWhenItIsLetGo() {
    Member a = new Member("a");
    Member b = new Member("b");
    a.beat(4);
    assertThat(b.beat(4).partitions()).isEmpty();
    assertThat(a.beat(4).partitions()).hasSize(2);
    assertThat(b.beat(4).partitions()).isEmpty();
    a.beat(4);
    assertThat(b.beat(4).partitions()).hasSize(2);
    assertThat(new HashSet<>(a.reading)).doesNotContainAnyElementsOf(b.reading);
  }

  @Test
  void whoIsSilentForASessionIsGone() {
    Member a = new Member("a");
    Member b = new Member("b");
    a.beat(2);
    nanos += SESSION.toNanos() - 1;
    b.beat(2);
    assertThat(b.reading).isEmpty();
    nanos += 1;
    assertThat(b.beat(2).partitions()).hasSize(2);
    assertThatThrownBy(() -> group.commit(new Commit("a", Map.of(0, 5L))))
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
  }

  @Test
  void theNextOneGoesOnWhereTheGroupHasCome() {
    Member a = new Member("a");
    a.beat(2);
    group.commit(new Commit("a", Map.of(1, 42L)));
    group.leave("a");
    assertThat(new Member("b").beat(2).partitions()).isEqualTo(Map.of(0, -1L, 1, 42L));
  }

  @Test
  void aGroupThatStartedAgainTakesNothingFromItsMembers() {
    Member a = new Member("a");
    a.beat(2);
    group.commit(new Commit("a", Map.of(0, 7L)));
    GroupState written = group.describe();
    nanos += 3 * SESSION.toNanos();
    group = open(written);
    assertThat(new Member("b").beat(2).partitions()).isEmpty();
    assertThat(a.beat(2).partitions()).hasSize(1);
    assertThat(group.describe().offsets()).isEqualTo(Map.of(0, 7L));
  }

  @Test
  void moreMembersThanPartitionsWait() {
    List<Member> members = List.of(new Member("a"), new Member("b"), new Member("c"));
    for (int round = 0; round < 5; round++) {
      members.forEach(member -> member.beat(2));
    }
    assertThat(members.stream().mapToInt(member -> member.reading.size()).sum()).isEqualTo(2);
    assertThat(members).allSatisfy(member -> assertThat(member.reading.size()).isLessThan(2));
  }

  @Test
  void newPartitionsAreGivenOut() {
    Member a = new Member("a");
    a.beat(1);
    assertThat(a.beat(3).partitions()).hasSize(3);
  }

  /** Members come, go, stall and lose answers; the actor starts again at any time. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void noPartitionIsReadByTwoAndNoneIsForgotten(long seed) {
    Random random = new Random(seed);
    Map<String, Member> members = new HashMap<>();
    int partitions = 1 + random.nextInt(12);
    for (int step = 0; step < 3_000; step++) {
      nanos += random.nextInt(2_000) * 1_000_000L;
      String name = "m" + random.nextInt(6);
      switch (random.nextInt(20)) {
        case 0 -> {
          if (members.remove(name) != null) {
            group.leave(name);
          }
        }
        case 1 -> members.remove(name); // it died
        case 2 -> group = open(group.describe());
        case 3 -> {
          Member lost = members.computeIfAbsent(name, Member::new);
          group.beat(new Beat(name, lost.reads()), partitions); // the answer got lost
        }
        default -> {
          Member member = members.computeIfAbsent(name, Member::new);
          member.reading = member.reads();
          member.beat(partitions);
        }
      }
      noneTwice(members);
    }
    nanos += SESSION.toNanos();
    Member last = new Member("last");
    members.clear();
    members.put("last", last);
    last.beat(partitions);
    assertThat(last.beat(partitions).partitions()).hasSize(partitions);
  }

  private static void noneTwice(Map<String, Member> members) {
    Set<Integer> read = new TreeSet<>();
    for (Member member : members.values()) {
      for (int partition : member.reads()) {
        assertThat(read.add(partition)).as("partition %d", partition).isTrue();
      }
    }
  }
}
