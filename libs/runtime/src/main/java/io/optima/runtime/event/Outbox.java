package io.optima.runtime.event;

import io.optima.runtime.thread.Threads;
import io.optima.store.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Events of one topic that wait to be sent. One that comes alone goes at once; those that come
 * close behind each other gather for a moment, because a message costs everybody more than an
 * event.
 */
final class Outbox {
  private static final int WAITING = 10_000;

  /** Events of one message. */
  private static final int TOGETHER = 100;

  /** Characters after which a message takes no further event: brokers refuse those of a MiB. */
  private static final int LONG = 128 << 10;

  /** Between the beginnings of two messages. */
  private static final Duration PACE = Duration.ofMillis(50);

  private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(WAITING);
  private final ExecutorService thread;
  private final Sender sender;

  /** Sends a message or gives it up. */
  interface Sender {
    void send(Message message) throws InterruptedException;
  }

  private record Waiting(Object event, String traceparent) {}

  Outbox(String topic, Sender sender) {
    this.sender = sender;
    this.thread = Threads.single("events-" + topic);
    thread.execute(this::sendAll);
  }

  /** False when there is no room for it. */
  boolean offer(Object event, String traceparent) {
    return waiting.offer(new Waiting(event, traceparent));
  }

  private void sendAll() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Waiting first = waiting.take();
        long next = System.nanoTime() + PACE.toNanos();
        sender.send(message(first));
        TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** The event and those that wait behind it. */
  private Message message(Waiting first) {
    List<Message.Event> events = new ArrayList<>();
    int length = 0;
    @Nullable Waiting next = first;
    while (next != null) {
      String body = Json.text(next.event());
      events.add(new Message.Event(next.traceparent(), body));
      length += body.length();
      next = events.size() < TOGETHER && length < LONG ? waiting.poll() : null;
    }
    return new Message(events);
  }

  /** Sends what waits until the deadline, in {@link System#nanoTime}. */
  void close(long deadline) {
    thread.shutdownNow();
    try {
      for (Waiting next = waiting.poll();
          next != null && System.nanoTime() < deadline;
          next = waiting.poll()) {
        sender.send(message(next));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
