package io.optima.client;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.optima.model.OptimaException;
import io.optima.v1.Partition;
import io.optima.v1.PartitionStart;
import io.optima.v1.StartAt;
import io.optima.v1.StreamServiceGrpc.StreamServiceBlockingV2Stub;
import io.optima.v1.SubscribeRequest;
import io.optima.v1.SubscribeResponse;
import io.optima.v1.SubscribeStart;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Records of a stream as they come, those of a partition in order. When the connection fails it
 * goes on behind the last record it handed out. Closing it ends the subscription. For one thread.
 */
public final class StreamRecords implements Iterator<ReceivedRecord>, AutoCloseable {
  private static final long USUAL_CREDIT = 4 << 20;
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final StreamServiceBlockingV2Stub stub;
  private final SubscribeStart start;
  private final long window;
  private final Map<Integer, Long> positions = new TreeMap<>();
  private final Queue<ReceivedRecord> received = new ArrayDeque<>();
  private final Retries retries = new Retries(Retries.AWAY, PATIENCE);
  private @Nullable BlockingClientCall<SubscribeRequest, SubscribeResponse> call;
  private long taken;

  StreamRecords(StreamClient streams, StreamServiceBlockingV2Stub stub, SubscribeStart start) {
    this.stub = stub;
    this.window = start.getCredit() == 0 ? USUAL_CREDIT : start.getCredit();
    this.start = start;
    if (isLatest(start)) {
      // where that is now: a connection that is lost must not move it
      List<Partition> known = streams.describe(start.getStream()).getPartitionsList();
      known.stream().filter(this::beginsAtLatest).forEach(this::beginBehind);
    }
    start.getPartitionsList().stream()
        .filter(PartitionStart::hasOffset)
        .forEach(at -> positions.put(at.getPartition(), at.getOffset()));
  }

  private static boolean isLatest(SubscribeStart start) {
    return start.getAt().getLatest()
        || start.getPartitionsList().stream().anyMatch(place -> place.getAt().getLatest());
  }

  private boolean beginsAtLatest(Partition partition) {
    return start.getPartitionsList().stream()
        .filter(place -> place.getPartition() == partition.getNumber())
        .findFirst()
        .map(place -> place.getAt().getLatest())
        .orElse(start.getAt().getLatest());
  }

  private void beginBehind(Partition partition) {
    positions.put(partition.getNumber(), partition.getEnd());
  }

  /** Offset of the next record by partition, as far as they are known. */
  public Map<Integer, Long> positions() {
    return Map.copyOf(positions);
  }

  /** Waits for the next record; false when the server has no more. */
  @Override
  public boolean hasNext() {
    while (received.isEmpty()) {
      try {
        BlockingClientCall<SubscribeRequest, SubscribeResponse> from = subscription();
        giveCredit(from);
        SubscribeResponse batch = from.read(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        if (batch == null) {
          return false;
        }
        retries.succeeded();
        take(batch);
      } catch (TimeoutException e) {
        // nothing yet
      } catch (Exception e) {
        again(Errors.of(e));
      }
    }
    return true;
  }

  /** Whether a record is there already. */
  public boolean isReady() {
    return !received.isEmpty();
  }

  @Override
  public ReceivedRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the server has no more records");
    }
    ReceivedRecord next = received.remove();
    positions.put(next.partition(), next.offset() + 1);
    return next;
  }

  private BlockingClientCall<SubscribeRequest, SubscribeResponse> subscription()
      throws InterruptedException, StatusException {
    BlockingClientCall<SubscribeRequest, SubscribeResponse> known = call;
    if (known == null) {
      known = stub.subscribe();
      known.write(SubscribeRequest.newBuilder().setStart(place()).build());
      call = known;
      taken = 0;
    }
    return known;
  }

  /** Where it was, and for partitions that it was nowhere in yet, where it began. */
  private SubscribeStart place() {
    SubscribeStart.Builder place = start.toBuilder().clearPartitions().setCredit(window);
    if (start.getAt().getLatest()) {
      // the others were added since
      place.setAt(StartAt.newBuilder().setEarliest(true));
    }
    start.getPartitionsList().stream()
        .filter(begin -> !positions.containsKey(begin.getPartition()))
        .forEach(place::addPartitions);
    positions.forEach(
        (partition, offset) ->
            place.addPartitions(
                PartitionStart.newBuilder().setPartition(partition).setOffset(offset)));
    return place.build();
  }

  private void giveCredit(BlockingClientCall<SubscribeRequest, SubscribeResponse> to)
      throws InterruptedException, StatusException {
    if (taken >= Math.max(1, window / 4)
        && Writes.atOnce(to, SubscribeRequest.newBuilder().setCredit(taken).build())) {
      taken = 0;
    }
  }

  private void take(SubscribeResponse batch) throws InvalidProtocolBufferException {
    taken += batch.getRecords().size();
    received.addAll(RecordProtos.received(batch));
  }

  /** Waits a little before the next try. */
  private void again(OptimaException why) {
    retries.pause(why);
    call = null;
  }

  @Override
  public void close() {
    if (call != null) {
      call.cancel("closed by the caller", null);
    }
  }
}
