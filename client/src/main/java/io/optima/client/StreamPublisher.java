package io.optima.client;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.Partitioner;
import io.optima.model.stream.StreamRecord;
import io.optima.v1.PublishBatchResponse;
import io.optima.v1.Record;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Publishes records to one stream in batches, as many at a time as fit in its buffer. Records of a
 * partition are stored in the order they came, each once: when the server or the connection fails,
 * what was not acknowledged is sent again under the same numbers, by which what was stored already
 * is recognised. For any number of threads.
 *
 * <p>The first error that sending again does not cure ends it: all records that wait fail with it,
 * and so do later ones. Those may be stored or not.
 */
public final class StreamPublisher implements AutoCloseable {
  /** Sent, not acknowledged. */
  private static final long MOST_IN_FLIGHT_BYTES = 16L << 20;

  /** Of one producer a partition knows its last 64 batches again. */
  private static final int MOST_IN_FLIGHT_BATCHES = 60;

  /** The last one: sealing is far behind, or the disk full. */
  private static final Set<ErrorCode> PASSING =
      EnumSet.of(ErrorCode.UNAVAILABLE, ErrorCode.CONFLICT, ErrorCode.RESOURCE_EXHAUSTED);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final String stream;
  private final int partitions;
  private final PublisherSettings settings;
  private final PublishCalls calls;
  private final ByteString producer = producer();
  private final Thread sender;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition progress = lock.newCondition();

  /** Guarded by the lock, as all below; the oldest first. */
  private final Map<Integer, OutgoingBatch> open = new LinkedHashMap<>();

  private final Map<Integer, Long> sequences = new LinkedHashMap<>();
  private final Deque<OutgoingBatch> ready = new ArrayDeque<>();
  private final Deque<OutgoingBatch> unanswered = new ArrayDeque<>();
  private int sticky;
  private long buffered;
  private long inFlight;
  private boolean flushing;
  private boolean closed;
  private @Nullable OptimaException failure;
  private PublishCalls.@Nullable Call call;
  private @Nullable OptimaException broken;
  private long pauseNanos;
  private long brokenSince;

  StreamPublisher(Channel channel, String stream, int partitions, PublisherSettings settings) {
    this.stream = stream;
    this.partitions = partitions;
    this.settings = settings;
    this.calls = new PublishCalls(channel);
    this.sticky = ThreadLocalRandom.current().nextInt(partitions);
    this.sender = Thread.ofVirtual().name("optima-publisher").start(this::send);
  }

  private static ByteString producer() {
    UUID id = UUID.randomUUID();
    return ByteString.copyFrom(
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .flip());
  }

  /**
   * Publishes a record to the partition of its key; without one, to whichever suits. Waits while
   * the buffer is full. Its arrays have to stay as they are until the record is acknowledged.
   *
   * @return done when the record is stored
   * @throws OptimaException when the publisher has failed or is closed
   */
  public CompletableFuture<RecordPlace> publish(StreamRecord record) {
    byte[] key = record.key();
    return publish(key == null ? -1 : Partitioner.partition(key, partitions), record);
  }

  /** The same to a partition by its number; -1: whichever suits. */
  public CompletableFuture<RecordPlace> publish(int partition, StreamRecord record) {
    if (partition < -1 || partition >= partitions) {
      throw OptimaException.invalid(
          "%s has partitions 0 to %d, not %d", stream, partitions - 1, partition);
    }
    Record wire = RecordProtos.of(record);
    int size = OutgoingBatch.size(wire);
    lock.lock();
    try {
      awaitSpace(size);
      int chosen = partition < 0 ? sticky : partition;
      OutgoingBatch batch = open.get(chosen);
      if (batch != null && batch.size() + size > settings.batchBytes()) {
        finish(batch);
        chosen = partition < 0 ? sticky : partition;
        batch = open.get(chosen);
      }
      if (batch == null) {
        batch = new OutgoingBatch(chosen);
        open.put(chosen, batch);
        work.signal();
      }
      buffered += size;
      CompletableFuture<RecordPlace> answer = batch.add(wire);
      if (batch.size() >= settings.batchBytes()) {
        finish(batch);
      }
      return answer;
    } catch (InterruptedException e) {
      throw Errors.of(e);
    } finally {
      lock.unlock();
    }
  }

  private void awaitSpace(int size) throws InterruptedException {
    check();
    while (buffered > 0 && buffered + size > settings.bufferBytes()) {
      flushing = true;
      work.signal();
      progress.await();
      check();
    }
  }

  private void check() {
    if (failure != null) {
      throw failure;
    }
    if (closed) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION, "the publisher to %s is closed: open another", stream);
    }
  }

  private void finish(OutgoingBatch batch) {
    open.remove(batch.partition());
    long sequence = sequences.merge(batch.partition(), 0L, (last, zero) -> last + 1);
    batch.finish(producer, sequence, settings.durability());
    ready.add(batch);
    if (batch.partition() == sticky && partitions > 1) {
      sticky = (sticky + 1 + ThreadLocalRandom.current().nextInt(partitions - 1)) % partitions;
    }
    work.signal();
  }

  /**
   * Waits until every record that was published before is stored.
   *
   * @throws OptimaException when the publisher failed
   */
  public void flush() {
    lock.lock();
    try {
      while (failure == null && !isEmpty()) {
        flushing = true;
        work.signal();
        progress.await();
      }
      if (failure != null) {
        throw failure;
      }
    } catch (InterruptedException e) {
      throw Errors.of(e);
    } finally {
      lock.unlock();
    }
  }

  private boolean isEmpty() {
    return open.isEmpty() && ready.isEmpty() && unanswered.isEmpty();
  }

  /** Stores what waits; afterwards nothing can be published. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      work.signal();
    } finally {
      lock.unlock();
    }
    try {
      sender.join();
    } catch (InterruptedException e) {
      fail(Errors.of(e));
    }
    if (failure != null && failure.code() != ErrorCode.CANCELLED) {
      throw failure;
    }
  }

  private void send() {
    try {
      while (step()) {
        // until everything is done
      }
    } catch (Exception e) {
      fail(Errors.of(e));
    }
  }

  /** Sends a batch, or whatever else is to be done; false at the end. */
  private boolean step() throws InterruptedException {
    PublishCalls.Call target;
    OutgoingBatch batch;
    lock.lock();
    try {
      if (failure != null) {
        return false;
      }
      if (broken != null && !recover(broken)) {
        return false;
      }
      if (ready.isEmpty() && maySend()) {
        finishDue();
      }
      if (closed && isEmpty()) {
        endCall();
        return false;
      }
      if (ready.isEmpty() || !maySend()) {
        await();
        return true;
      }
      if (call == null) {
        call = calls.open(stream, new Answers());
      }
      target = call;
      batch = ready.remove();
      unanswered.add(batch);
      inFlight += batch.size();
    } finally {
      lock.unlock();
    }
    target.send(batch.request());
    return true;
  }

  private boolean maySend() {
    return inFlight < MOST_IN_FLIGHT_BYTES
        && unanswered.size() < MOST_IN_FLIGHT_BATCHES
        && (call == null || call.isReady());
  }

  /** Until something can be sent, batches may grow. */
  private void finishDue() {
    long now = System.nanoTime();
    Iterator<OutgoingBatch> batches = List.copyOf(open.values()).iterator();
    while (batches.hasNext()) {
      OutgoingBatch batch = batches.next();
      if (flushing || closed || now - batch.begun() >= settings.linger().toNanos()) {
        finish(batch);
      }
    }
    flushing = false;
  }

  @SuppressWarnings("WaitNotInLoop") // steps are made in one
  private void await() throws InterruptedException {
    if (open.isEmpty() || !maySend()) {
      work.await();
    } else {
      long oldest = open.values().iterator().next().begun();
      work.awaitNanos(oldest + settings.linger().toNanos() - System.nanoTime());
    }
  }

  private void endCall() {
    if (call != null) {
      call.end();
      call = null;
    }
  }

  /** Waits a little, and sends again what was not acknowledged; false when it has failed. */
  private boolean recover(OptimaException why) throws InterruptedException {
    long now = System.nanoTime();
    boolean passing = PASSING.contains(why.code());
    brokenSince = brokenSince == 0 ? now : brokenSince;
    if (!passing || now - brokenSince > settings.patience().toNanos()) {
      giveUp(why);
      return false;
    }
    pauseNanos =
        Math.min(
            LONGEST_PAUSE.toNanos(), Math.max(2 * pauseNanos, TimeUnit.MILLISECONDS.toNanos(20)));
    for (long left = pauseNanos; left > 0; ) {
      left = work.awaitNanos(left);
    }
    while (!unanswered.isEmpty()) {
      ready.addFirst(unanswered.removeLast());
    }
    inFlight = 0;
    call = null;
    broken = null;
    return true;
  }

  private void fail(OptimaException why) {
    lock.lock();
    try {
      giveUp(why);
    } finally {
      lock.unlock();
    }
  }

  private void giveUp(OptimaException why) {
    if (failure == null) {
      failure = why;
      List<OutgoingBatch> lost = new ArrayList<>(unanswered);
      lost.addAll(ready);
      lost.addAll(open.values());
      unanswered.clear();
      ready.clear();
      open.clear();
      endCall();
      progress.signalAll();
      work.signal();
      lost.forEach(batch -> batch.fail(why));
    }
  }

  /** What a call tells; one that was given up is not listened to. */
  private final class Answers implements PublishCalls.Listener {
    @Override
    public void ready(PublishCalls.Call from) {
      lock.lock();
      try {
        work.signal();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void answered(PublishCalls.Call from, PublishBatchResponse response) {
      OutgoingBatch batch;
      lock.lock();
      try {
        if (from != call || unanswered.isEmpty()) {
          return;
        }
        batch = unanswered.remove();
        inFlight -= batch.size();
        buffered -= batch.size();
        pauseNanos = 0;
        brokenSince = 0;
        progress.signalAll();
        work.signal();
      } finally {
        lock.unlock();
      }
      batch.answer(response);
    }

    @Override
    public void broken(PublishCalls.Call from, OptimaException why) {
      lock.lock();
      try {
        if (from == call) {
          broken = why;
          work.signal();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
