package io.optima.client;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.v1.Assignment;
import io.optima.v1.CommitAnswer;
import io.optima.v1.CommitOffsets;
import io.optima.v1.ConsumeRequest;
import io.optima.v1.ConsumeResponse;
import io.optima.v1.ConsumeStart;
import io.optima.v1.StreamServiceGrpc.StreamServiceBlockingV2Stub;
import io.optima.v1.SubscribeResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A member of a consumer group: records of the partitions that are its own at the moment, those of
 * a partition in order. What was handed out and not committed is delivered again when a partition
 * changes hands, or when the connection fails, after which the member joins anew. For one thread.
 */
public final class GroupMember implements Iterator<ReceivedRecord>, AutoCloseable {
  private static final long USUAL_CREDIT = 4 << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final StreamServiceBlockingV2Stub stub;
  private final ConsumeStart start;
  private final Set<Integer> partitions = new TreeSet<>();
  private final Map<Integer, Long> dealtWith = new TreeMap<>();
  private final Queue<ReceivedRecord> received = new ArrayDeque<>();
  private final Retries retries = new Retries(Retries.AWAY, PATIENCE);
  private @Nullable BlockingClientCall<ConsumeRequest, ConsumeResponse> call;
  private @Nullable CommitAnswer answer;
  private long taken;

  GroupMember(StreamServiceBlockingV2Stub stub, ConsumeStart start) {
    this.stub = stub;
    this.start = start.getCredit() == 0 ? start.toBuilder().setCredit(USUAL_CREDIT).build() : start;
  }

  /** Partitions that are its own, as far as it has heard. */
  public Set<Integer> partitions() {
    return Set.copyOf(partitions);
  }

  /** Waits for the next record. */
  @Override
  public boolean hasNext() {
    while (received.isEmpty()) {
      receive(LOOK);
    }
    return true;
  }

  /** The next record if one comes within that time. */
  public Optional<ReceivedRecord> poll(Duration wait) {
    long until = System.nanoTime() + wait.toNanos();
    while (received.isEmpty() && System.nanoTime() < until) {
      receive(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
    }
    return received.isEmpty() ? Optional.empty() : Optional.of(next());
  }

  @Override
  public ReceivedRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ReceivedRecord next = received.remove();
    dealtWith.put(next.partition(), next.offset() + 1);
    return next;
  }

  /**
   * Records that everything handed out so far was dealt with.
   *
   * @throws OptimaException CONFLICT when a partition is not its own any more: nothing was
   *     recorded, and whoever has it now gets its records again; UNAVAILABLE when the connection
   *     was lost, and it may be recorded or not
   */
  public void commit() {
    if (dealtWith.isEmpty()) {
      return;
    }
    CommitOffsets.Builder offsets = CommitOffsets.newBuilder();
    dealtWith.forEach(offsets::putOffsets);
    dealtWith.clear();
    try {
      answer = null;
      connection().write(ConsumeRequest.newBuilder().setCommit(offsets).build());
      while (answer == null) {
        take(connection().read());
      }
    } catch (Exception e) {
      disconnect();
      throw Errors.of(e);
    }
    if (!answer.getRefused().isEmpty()) {
      throw OptimaException.of(ErrorCode.CONFLICT, "%s", answer.getRefused());
    }
  }

  private void receive(Duration wait) {
    try {
      BlockingClientCall<ConsumeRequest, ConsumeResponse> from = connection();
      giveCredit(from);
      take(from.read(wait.toNanos(), TimeUnit.NANOSECONDS));
      retries.succeeded();
    } catch (TimeoutException e) {
      // nothing came
    } catch (Exception e) {
      again(Errors.of(e));
    }
  }

  private BlockingClientCall<ConsumeRequest, ConsumeResponse> connection()
      throws InterruptedException, StatusException {
    BlockingClientCall<ConsumeRequest, ConsumeResponse> known = call;
    if (known == null) {
      known = stub.consume();
      known.write(ConsumeRequest.newBuilder().setStart(start).build());
      call = known;
      taken = 0;
    }
    return known;
  }

  private void take(@Nullable ConsumeResponse message) throws Exception {
    if (message == null) {
      throw OptimaException.of(ErrorCode.UNAVAILABLE, "the server ended the membership");
    }
    switch (message.getPartCase()) {
      case RECORDS -> take(message.getRecords());
      case ASSIGNMENT -> take(message.getAssignment());
      case COMMIT -> answer = message.getCommit();
      case PART_NOT_SET -> {}
    }
  }

  private void take(Assignment assignment) {
    Set<Integer> now = new HashSet<>(assignment.getPartitionsList());
    received.removeIf(record -> !now.contains(record.partition()));
    dealtWith.keySet().retainAll(now);
    partitions.clear();
    partitions.addAll(now);
  }

  private void take(SubscribeResponse batch) throws InvalidProtocolBufferException {
    taken += batch.getRecords().size();
    received.addAll(RecordProtos.received(batch));
  }

  private void giveCredit(BlockingClientCall<ConsumeRequest, ConsumeResponse> to)
      throws InterruptedException, StatusException {
    if (taken >= start.getCredit() / 4
        && Writes.atOnce(to, ConsumeRequest.newBuilder().setCredit(taken).build())) {
      taken = 0;
    }
  }

  /** Waits a little before it joins anew. */
  private void again(OptimaException why) {
    disconnect();
    retries.pause(why);
  }

  /** What was not committed comes again. */
  private void disconnect() {
    if (call != null) {
      call.cancel("joining anew", null);
    }
    call = null;
    received.clear();
    dealtWith.clear();
    partitions.clear();
  }

  /** Leaves the group; what was not committed goes to the others. */
  @Override
  public void close() {
    if (call != null) {
      call.cancel("closed by the caller", null);
    }
  }
}
