package io.optima.runtime.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.runtime.thread.Threads;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One stream of answers. A virtual thread of its own produces them and waits while the client is
 * slow; it must not be the call's thread, on which readiness is announced.
 */
public final class ServerStream<T> {
  /** A client that takes nothing for so long has forgotten us. */
  public static final Duration LONGEST_STALL = Duration.ofMinutes(5);

  private static final ExecutorService THREADS = Threads.perTask("stream");

  private final ServerCallStreamObserver<T> observer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  private ServerStream(ServerCallStreamObserver<T> observer) {
    this.observer = observer;
  }

  /** What produces the answers. */
  public interface Body<T> {
    void run(ServerStream<T> stream) throws Exception;
  }

  /** Runs the body beside the call; its end ends the stream, its error becomes the status. */
  public static <T> void start(StreamObserver<T> observer, Body<T> body) {
    ServerStream<T> stream = new ServerStream<>((ServerCallStreamObserver<T>) observer);
    stream.observer.setOnReadyHandler(stream::wake);
    stream.observer.setOnCancelHandler(stream::wake);
    THREADS.execute(() -> stream.produce(body));
  }

  private void produce(Body<T> body) {
    try {
      body.run(this);
      observer.onCompleted();
    } catch (Throwable e) { // whatever it is, the client must not wait for ever
      if (!observer.isCancelled()) {
        observer.onError(e);
      }
    }
  }

  /**
   * Sends one answer as soon as the client takes it.
   *
   * @throws OptimaException CANCELLED when the client is gone or has stalled too long
   */
  public void send(T answer) {
    awaitReady();
    observer.onNext(answer);
  }

  public boolean isCancelled() {
    return observer.isCancelled();
  }

  private void awaitReady() {
    long left = LONGEST_STALL.toNanos();
    lock.lock();
    try {
      while (!observer.isReady() && !observer.isCancelled() && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw gone("interrupted");
    } finally {
      lock.unlock();
    }
    if (observer.isCancelled()) {
      throw gone("the client is gone");
    }
    if (left <= 0) {
      throw gone("the client took nothing for " + LONGEST_STALL.toMinutes() + " minutes");
    }
  }

  /** Waits a while, or until the client is gone. */
  public void pause(Duration duration) {
    lock.lock();
    try {
      long left = duration.toNanos();
      while (!observer.isCancelled() && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw gone("interrupted");
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static OptimaException gone(String why) {
    return new OptimaException(ErrorCode.CANCELLED, why);
  }
}
