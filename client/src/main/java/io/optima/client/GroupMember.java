package io.optima.client;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.BlockingClientCall;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.v1.Assignment;
import io.optima.v1.CommitAnswer;
import io.optima.v1.CommitOffsets;
import io.optima.v1.ConsumeRequest;
import io.optima.v1.ConsumeResponse;
import io.optima.v1.ConsumeStart;
import io.optima.v1.Record;
import io.optima.v1.RecordBatch;
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
import org.jspecify.annotations.Nullable;

/**
 * A member of a consumer group: records of the partitions that are its own at the moment, those of
 * a partition in order. What was handed out and not committed is delivered again when a partition
 * changes hands, or when the connection fails, after which the member joins anew. For one thread.
 */
public final class GroupMember implements Iterator<ReceivedRecord>, AutoCloseable {
  private static final long USUAL_CREDIT = 4 << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final StreamServiceBlockingV2Stub stub;
  private final ConsumeStart start;
  private final Set<Integer> partitions = new TreeSet<>();
  private final Map<Integer, Long> dealtWith = new TreeMap<>();
  private final Queue<ReceivedRecord> received = new ArrayDeque<>();
  private @Nullable BlockingClientCall<ConsumeRequest, ConsumeResponse> call;
  private @Nullable CommitAnswer answer;
  private long taken;
  private Duration pause = Duration.ZERO;
  private long brokenSince;

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
      receive();
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

  private void receive() {
    try {
      take(connection().read());
      brokenSince = 0;
      pause = Duration.ZERO;
    } catch (Exception e) {
      again(Errors.of(e));
    }
  }

  private void receive(Duration wait) {
    try {
      ConsumeResponse message =
          connection().read(wait.toNanos(), java.util.concurrent.TimeUnit.NANOSECONDS);
      take(message);
      brokenSince = 0;
      pause = Duration.ZERO;
    } catch (java.util.concurrent.TimeoutException e) {
      // nothing came
    } catch (Exception e) {
      again(Errors.of(e));
    }
  }

  private BlockingClientCall<ConsumeRequest, ConsumeResponse> connection()
      throws InterruptedException, io.grpc.StatusException {
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

  private void take(SubscribeResponse batch)
      throws InvalidProtocolBufferException, InterruptedException, io.grpc.StatusException {
    taken += batch.getRecords().size();
    if (taken >= start.getCredit() / 4) {
      connection().write(ConsumeRequest.newBuilder().setCredit(taken).build());
      taken = 0;
    }
    long offset = batch.getFirstOffset();
    for (Record record : RecordBatch.parseFrom(batch.getRecords()).getRecordsList()) {
      received.add(
          new ReceivedRecord(
              batch.getPartition(), offset++, RecordProtos.record(record, batch.getAppended())));
    }
  }

  /** Waits a little before it joins anew. */
  private void again(OptimaException why) {
    disconnect();
    boolean passing = why.code() == ErrorCode.UNAVAILABLE || why.code() == ErrorCode.CONFLICT;
    long now = System.nanoTime();
    brokenSince = brokenSince == 0 ? now : brokenSince;
    if (!passing || now - brokenSince > PATIENCE.toNanos()) {
      throw why;
    }
    Duration longer = pause.plusMillis(20).multipliedBy(2);
    pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      throw Errors.of(e);
    }
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
