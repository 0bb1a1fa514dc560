package io.optima.gateway.stream;

import io.optima.gateway.stream.PartitionNodes.Stored;
import io.optima.gateway.stream.Subscriptions.Subscriber;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.ConsumerGroups;
import io.optima.model.stream.ConsumerGroups.Beat;
import io.optima.model.stream.ConsumerGroups.Commit;
import io.optima.model.stream.ConsumerGroups.Membership;
import io.optima.model.stream.GroupRef;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One member of a consumer group: it reads the partitions that the group gives it, as long as it
 * does. When the group cannot be asked for a session, it has stopped by then.
 */
public final class GroupReading {
  private static final Duration LOOK = Duration.ofMillis(50);

  private final ConsumerGroups groups;
  private final GroupRef group;
  private final String name;
  private final Watch watch;
  private final Readers readers;
  private final ReentrantLock sending = new ReentrantLock(true);
  private final Map<Integer, Lane> lanes = new HashMap<>();
  private volatile long silentAt;

  GroupReading(ConsumerGroups groups, GroupRef group, String name, Watch watch, Readers readers) {
    this.groups = groups;
    this.group = group;
    this.name = name;
    this.watch = watch;
    this.readers = readers;
  }

  /** Who wants to know that the member reads. */
  interface Watch {
    void begin();

    /** It does not any more. */
    void end();
  }

  /** Opens partitions. */
  interface Readers {
    /**
     * @param offset of the first record; −1 where the group has committed nothing
     */
    PartitionReader open(int partition, long offset);
  }

  /** Who reads as this member. */
  public interface Member extends Subscriber {
    /** From here on there are records of these partitions only. */
    void assigned(Set<Integer> partitions);
  }

  /**
   * Records up to where the member has dealt with its partitions.
   *
   * @throws OptimaException CONFLICT when one of them is not its own any more
   */
  public void commit(Map<Integer, Long> offsets) {
    groups.commit(group, new Commit(name, offsets));
  }

  /**
   * Hands over records until the member is gone. Once only.
   *
   * @throws OptimaException as {@link PartitionReader#next}; UNAVAILABLE when the group cannot be
   *     asked
   */
  public void run(Member member, Credit credit) {
    watch.begin();
    try {
      while (!member.isGone()) {
        Membership membership = beat();
        follow(membership, member, credit);
        pause(membership.again(), member);
      }
    } finally {
      watch.end();
      stopExcept(Set.of());
      leave();
    }
  }

  private Membership beat() {
    long sent = System.nanoTime();
    lanes.values().forEach(Lane::requireIntact);
    Membership answer = groups.beat(group, new Beat(name, lanes.keySet()));
    silentAt = sent + answer.session().toNanos();
    return answer;
  }

  /** Stops before it starts: what was read by others is not begun here before it was let go. */
  private void follow(Membership membership, Member member, Credit credit) {
    Set<Integer> wanted = new TreeSet<>(membership.partitions().keySet());
    boolean changed = !wanted.equals(lanes.keySet());
    stopExcept(wanted);
    if (changed) {
      send(() -> member.assigned(wanted));
    }
    membership
        .partitions()
        .forEach(
            (partition, offset) ->
                lanes.computeIfAbsent(
                    partition, each -> new Lane(readers.open(each, offset), member, credit)));
  }

  private void stopExcept(Set<Integer> wanted) {
    lanes.entrySet().stream()
        .filter(lane -> !wanted.contains(lane.getKey()))
        .forEach(lane -> lane.getValue().stop());
    lanes.keySet().retainAll(wanted);
  }

  private void pause(Duration duration, Member member) {
    long until = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() < until && !member.isGone()) {
      lanes.values().forEach(Lane::requireIntact);
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw gone(e);
      }
    }
  }

  /** Sends a message between records. */
  public void send(Runnable message) {
    sending.lock();
    try {
      message.run();
    } finally {
      sending.unlock();
    }
  }

  /** Others need not wait for a session; when the group cannot be told, they do. */
  private void leave() {
    try {
      groups.leave(group, name);
    } catch (OptimaException e) {
      System.getLogger(GroupReading.class.getName())
          .log(System.Logger.Level.DEBUG, name + " could not leave " + group, e);
    }
  }

  private static OptimaException gone(InterruptedException cause) {
    return new OptimaException(ErrorCode.CANCELLED, "the member is gone", cause);
  }

  /** A partition on its way to the member. */
  private final class Lane {
    private final PartitionReader reader;
    private final Member member;
    private final Credit credit;
    private final Thread thread;
    private volatile @Nullable RuntimeException failure;

    Lane(PartitionReader reader, Member member, Credit credit) {
      this.reader = reader;
      this.member = member;
      this.credit = credit;
      this.thread = Thread.ofVirtual().name("group-reading").start(this::read);
    }

    private void read() {
      try (reader) {
        for (var batch = reader.next(); batch.isPresent(); batch = reader.next()) {
          credit.take(batch.get().records().size());
          hand(batch.get());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // it was stopped
      } catch (RuntimeException e) {
        failure = e;
      }
    }

    private void hand(Stored batch) throws InterruptedException {
      sending.lockInterruptibly();
      try {
        if (System.nanoTime() - silentAt >= 0) {
          throw OptimaException.of(
              ErrorCode.UNAVAILABLE,
              "group %s did not answer for a session: %s has stopped reading",
              group,
              name);
        }
        member.accept(batch);
      } finally {
        sending.unlock();
      }
    }

    void requireIntact() {
      RuntimeException why = failure;
      if (why != null) {
        throw why;
      }
    }

    /** Nothing is handed over any more when this returns. */
    void stop() {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
