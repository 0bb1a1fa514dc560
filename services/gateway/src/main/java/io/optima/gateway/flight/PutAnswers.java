package io.optima.gateway.flight;

import io.optima.gateway.stream.PartitionNodes.Appended;
import io.optima.store.Json;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.flight.FlightProducer.StreamListener;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Answers to groups of records, in the order in which these were sent. The first one that fails
 * ends the call.
 */
final class PutAnswers {
  private static final long MOST_WAITING_BYTES = 16 << 20;

  private final StreamListener<PutResult> listener;
  private final BufferAllocator allocator;

  /** Guarded by this, as all below. */
  private final Queue<Waiting> waiting = new ArrayDeque<>();

  private long waitingBytes;
  private boolean over;

  private record Waiting(CompletableFuture<Appended> answer, long bytes) {}

  PutAnswers(StreamListener<PutResult> listener, BufferAllocator allocator) {
    this.listener = listener;
    this.allocator = allocator;
  }

  void add(CompletableFuture<Appended> answer, long bytes) {
    synchronized (this) {
      waiting.add(new Waiting(answer, bytes));
      waitingBytes += bytes;
    }
    var _ = answer.whenComplete((appended, error) -> answer());
  }

  private synchronized void answer() {
    while (!over && !waiting.isEmpty() && waiting.element().answer().isDone()) {
      Waiting first = waiting.remove();
      waitingBytes -= first.bytes();
      if (first.answer().isCompletedExceptionally()) {
        fail(first.answer().exceptionNow());
      } else {
        send(Json.bytes(told(first.answer().resultNow())));
      }
    }
    notifyAll();
  }

  private static Map<String, Object> told(Appended appended) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("partition", appended.partition());
    told.put("firstOffset", appended.firstOffset());
    told.put("lastOffset", appended.lastOffset());
    told.put("durability", appended.durability().name().toLowerCase(Locale.ROOT));
    return told;
  }

  private void send(byte[] answer) {
    try (ArrowBuf metadata = allocator.buffer(answer.length)) {
      metadata.writeBytes(answer);
      listener.onNext(PutResult.metadata(metadata));
    }
  }

  /** Waits until more may be sent; false when the call is over. */
  synchronized boolean awaitRoom() {
    while (!over && waitingBytes > MOST_WAITING_BYTES) {
      await();
    }
    return !over;
  }

  /** Waits for all answers and ends the call. */
  synchronized void complete() {
    while (!over && !waiting.isEmpty()) {
      await();
    }
    if (!over) {
      over = true;
      listener.onCompleted();
    }
  }

  private void fail(Throwable error) {
    if (!over) {
      over = true;
      listener.onError(error);
    }
    notifyAll();
  }

  @SuppressWarnings("WaitNotInLoop") // callers loop
  private void await() {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(e);
    }
  }
}
