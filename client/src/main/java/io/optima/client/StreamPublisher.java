package io.optima.client;

import io.grpc.Channel;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.Partitioner;
import io.optima.model.stream.StreamRecord;
import io.optima.v1.PublishBatchResponse;
import io.optima.v1.Record;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Publishes records to one stream in batches, as many at a time as fit in its buffer. Records of a
 * partition are stored in the order they came, each once: when the server or the connection fails,
 * what was not acknowledged is sent again under the same numbers, by which what was stored already
 * is recognised. When the stream gets more partitions it follows within seconds; keys move then.
 * For any number of threads, but not from what follows an answer.
 *
 * <p>The first error that sending again does not cure ends it: all records that wait fail with it,
 * and so do later ones. Those may be stored or not.
 */
public final class StreamPublisher implements AutoCloseable {
  /** The last one: sealing is far behind, or the disk full. */
  private static final Set<ErrorCode> PASSING =
      Set.of(ErrorCode.UNAVAILABLE, ErrorCode.CONFLICT, ErrorCode.RESOURCE_EXHAUSTED);

  private final String stream;
  private final PublisherSettings settings;
  private final PublishCalls calls;
  private final Retries retries;
  private final Thread sender;

  /** Of the stream, as far as it was heard; they may get more. */
  private volatile int partitions;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition progress = lock.newCondition();

  /** Guarded by the lock, as all below. */
  private final Outbox outbox;

  private boolean flushing;
  private boolean closed;
  private @Nullable OptimaException failure;
  private PublishCalls.@Nullable Call call;
  private @Nullable OptimaException broken;

  StreamPublisher(Channel channel, String stream, int partitions, PublisherSettings settings) {
    this.stream = stream;
    this.partitions = partitions;
    this.settings = settings;
    this.calls = new PublishCalls(channel);
    this.retries = new Retries(PASSING, settings.patience());
    this.outbox = new Outbox(partitions, settings);
    this.sender = Thread.ofVirtual().name("optima-publisher").start(this::send);
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
      boolean awake = outbox.hasReady();
      boolean idle = outbox.oldest() == null;
      CompletableFuture<RecordPlace> answer = outbox.add(partition, wire, size);
      if (!awake && (idle || outbox.hasReady())) {
        work.signal();
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
    while (!outbox.hasRoom(size)) {
      flushing = true;
      work.signal();
      progress.await();
      check();
    }
  }

  private void check() {
    requireIntact();
    if (closed) {
      throw OptimaException.of(
          ErrorCode.FAILED_PRECONDITION, "the publisher to %s is closed: open another", stream);
    }
  }

  /**
   * Waits until every record that was published before is stored, and its answer is there.
   *
   * @throws OptimaException when the publisher failed
   */
  public void flush() {
    lock.lock();
    try {
      while (failure == null && !outbox.isEmpty()) {
        flushing = true;
        work.signal();
        progress.await();
      }
      requireIntact();
    } catch (InterruptedException e) {
      throw Errors.of(e);
    } finally {
      lock.unlock();
    }
  }

  /** Stores what waits; afterwards nothing can be published. */
  @Override
  public void close() {
    locked(
        () -> {
          closed = true;
          work.signal();
        });
    try {
      sender.join();
    } catch (InterruptedException e) {
      fail(Errors.of(e));
    }
    if (failure != null && failure.code() != ErrorCode.CANCELLED) {
      requireIntact();
    }
  }

  /** Each caller gets an error of his own: what closes it must not suppress itself. */
  private void requireIntact() {
    OptimaException why = failure;
    if (why != null) {
      throw new OptimaException(why.code(), why.text(), why);
    }
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
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
      if (broken != null) {
        recover(broken);
      }
      if (!outbox.hasReady() && maySend()) {
        finishDue();
      }
      if (closed && outbox.isEmpty()) {
        endCall();
        return false;
      }
      if (!outbox.hasReady() || !maySend()) {
        await();
        return true;
      }
      if (call == null) {
        call = calls.open(stream, new Answers());
      }
      target = call;
      batch = outbox.take();
    } finally {
      lock.unlock();
    }
    target.send(batch.request());
    return true;
  }

  private boolean maySend() {
    return outbox.maySend() && (call == null || call.isReady());
  }

  /** Batches may grow until something can be sent, and while others are on their way. */
  private void finishDue() {
    long now = System.nanoTime();
    boolean all = flushing || closed || outbox.isIdle();
    outbox.finish(batch -> all || now - batch.begun() >= settings.linger().toNanos());
    flushing = false;
  }

  @SuppressWarnings("WaitNotInLoop") // steps are made in one
  private void await() throws InterruptedException {
    Long oldest = outbox.oldest();
    if (oldest == null || !maySend()) {
      work.await();
    } else {
      work.awaitNanos(oldest + settings.linger().toNanos() - System.nanoTime());
    }
  }

  private void endCall() {
    if (call != null) {
      call.end();
      call = null;
    }
  }

  /** Waits a little, and sends again what was not acknowledged. */
  private void recover(OptimaException why) throws InterruptedException {
    for (long left = retries.failed(why).toNanos(); left > 0; ) {
      left = work.awaitNanos(left);
    }
    outbox.sendAgain();
    call = null;
    broken = null;
  }

  private void fail(OptimaException why) {
    List<OutgoingBatch> lost;
    lock.lock();
    try {
      failure = failure == null ? why : failure;
      endCall();
      lost = outbox.clear();
      progress.signalAll();
      work.signal();
    } finally {
      lock.unlock();
    }
    lost.forEach(batch -> batch.fail(why));
  }

  /** What a call tells; one that was given up is not listened to. */
  private final class Answers implements PublishCalls.Listener {
    @Override
    public void ready(PublishCalls.Call from) {
      locked(work::signal);
    }

    @Override
    public void answered(PublishCalls.Call from, PublishBatchResponse response) {
      OutgoingBatch batch;
      lock.lock();
      try {
        batch = from == call ? outbox.answering() : null;
        if (batch == null) {
          return;
        }
        if (response.getPartitions() > partitions) {
          partitions = response.getPartitions();
          outbox.grow(partitions);
        }
        retries.succeeded();
      } finally {
        lock.unlock();
      }
      try {
        batch.answer(response);
      } finally {
        told();
      }
    }

    private void told() {
      locked(
          () -> {
            outbox.answered();
            progress.signalAll();
            work.signal();
          });
    }

    @Override
    public void broken(PublishCalls.Call from, OptimaException why) {
      locked(
          () -> {
            if (from == call) {
              broken = why;
              work.signal();
            }
          });
    }
  }
}
