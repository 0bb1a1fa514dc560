package io.optima.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.v1.DatasetServiceGrpc;
import io.optima.v1.PublishHeader;
import io.optima.v1.PublishRequest;
import io.optima.v1.PublishResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class PublishTest {
  private static final PublishHeader HEADER = PublishHeader.newBuilder().setDataset("a/b").build();
  private static final long LARGE = 64 << 20;

  /** Takes the header, and data when it is told to. */
  private static final class Taker extends DatasetServiceGrpc.DatasetServiceImplBase {
    final CountDownLatch mayTake = new CountDownLatch(1);
    final CountDownLatch cancelled = new CountDownLatch(1);
    final AtomicLong taken = new AtomicLong();

    @Override
    public StreamObserver<PublishRequest> publish(StreamObserver<PublishResponse> answer) {
      var call = (ServerCallStreamObserver<PublishResponse>) answer;
      call.disableAutoRequest();
      call.setOnCancelHandler(cancelled::countDown);
      call.request(1);
      return new StreamObserver<>() {
        @Override
        public void onNext(PublishRequest request) {
          try {
            assertThat(mayTake.await(30, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          taken.addAndGet(request.getData().size());
          call.request(1);
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {
          answer.onNext(PublishResponse.newBuilder().setUnchanged(true).build());
          answer.onCompleted();
        }
      };
    }
  }

  /** Refuses after the header. */
  private static final class Refuser extends DatasetServiceGrpc.DatasetServiceImplBase {
    @Override
    public StreamObserver<PublishRequest> publish(StreamObserver<PublishResponse> answer) {
      answer.onError(Status.FAILED_PRECONDITION.withDescription("no such column").asException());
      return new StreamObserver<>() {
        @Override
        public void onNext(PublishRequest request) {}

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {}
      };
    }
  }

  /** Zeros that count how many of them were read. */
  private static final class Zeros extends InputStream {
    final AtomicLong read = new AtomicLong();

    @Override
    public int read() {
      return read.getAndIncrement() < LARGE ? 0 : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      long left = LARGE - read.get();
      int count = (int) Math.min(left, length);
      read.addAndGet(count);
      return left == 0 ? -1 : count;
    }
  }

  @Test
  void sourceIsReadOnlyAsFastAsTheServerTakesIt() throws Exception {
    Taker taker = new Taker();
    Zeros source = new Zeros();
    AtomicLong progress = new AtomicLong();
    try (SmallServer server = new SmallServer(taker);
        OptimaClient client = server.client();
        var executor = Executors.newSingleThreadExecutor()) {
      Thread[] sender = new Thread[1];
      Future<PublishResponse> answer =
          executor.submit(
              () -> {
                sender[0] = Thread.currentThread();
                return client.datasets().publish(HEADER, source, progress::set);
              });
      Await.until(
          () -> sender[0] != null && source.read.get() > 0 && isWaiting(sender[0].getState()));
      assertThat(source.read.get()).isLessThan(4 << 20);
      taker.mayTake.countDown();
      assertThat(answer.get(60, TimeUnit.SECONDS).getUnchanged()).isTrue();
      assertThat(taker.taken.get()).isEqualTo(LARGE);
      assertThat(progress.get()).isEqualTo(LARGE);
    }
  }

  private static boolean isWaiting(Thread.State state) {
    return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
  }

  @Test
  void errorOfTheServerEndsThePublishBeforeTheSource() throws Exception {
    Zeros source = new Zeros();
    try (SmallServer server = new SmallServer(new Refuser());
        OptimaClient client = server.client()) {
      assertThatThrownBy(() -> client.datasets().publish(HEADER, source, Progress.NONE))
          .isInstanceOfSatisfying(
              OptimaException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.FAILED_PRECONDITION))
          .hasMessage("no such column");
      assertThat(source.read.get()).isLessThan(LARGE);
    }
  }

  @Test
  void brokenSourceCancelsThePublish() throws Exception {
    Taker taker = new Taker();
    taker.mayTake.countDown();
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("disk is gone");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
          }
        };
    try (SmallServer server = new SmallServer(taker);
        OptimaClient client = server.client()) {
      assertThatThrownBy(() -> client.datasets().publish(HEADER, broken, Progress.NONE))
          .isInstanceOf(IOException.class)
          .hasMessage("disk is gone");
      assertThat(taker.cancelled.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void emptySourceIsPublishedToo() throws Exception {
    Taker taker = new Taker();
    taker.mayTake.countDown();
    try (SmallServer server = new SmallServer(taker);
        OptimaClient client = server.client()) {
      var answer =
          client.datasets().publish(HEADER, new ByteArrayInputStream(new byte[0]), Progress.NONE);
      assertThat(answer.getUnchanged()).isTrue();
    }
  }
}
