package io.optima.gateway.grpc;

import io.grpc.stub.StreamObserver;
import io.optima.gateway.Caller;
import io.optima.gateway.stream.Credit;
import io.optima.gateway.stream.PartitionNodes.Stored;
import io.optima.gateway.stream.Subscriptions;
import io.optima.gateway.stream.Subscriptions.Subscriber;
import io.optima.gateway.wire.StreamProtos;
import io.optima.model.OptimaException;
import io.optima.runtime.grpc.ServerStream;
import io.optima.v1.SubscribeRequest;
import io.optima.v1.SubscribeResponse;
import io.optima.v1.SubscribeStart;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One subscription: the client's first message begins it, all others are credit. */
final class SubscribeCall implements StreamObserver<SubscribeRequest> {
  private static final Duration LOOK = Duration.ofMillis(250);

  private final Credit credit = new Credit(0);
  private final CountDownLatch begun = new CountDownLatch(1);
  private volatile @Nullable SubscribeStart start;

  private SubscribeCall() {}

  static StreamObserver<SubscribeRequest> start(
      Subscriptions subscriptions, Caller caller, StreamObserver<SubscribeResponse> answer) {
    SubscribeCall call = new SubscribeCall();
    ServerStream.start(answer, stream -> call.serve(subscriptions, caller, stream));
    return call;
  }

  private void serve(
      Subscriptions subscriptions, Caller caller, ServerStream<SubscribeResponse> stream)
      throws InterruptedException {
    while (!begun.await(LOOK.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)) {
      if (stream.isCancelled()) {
        return;
      }
    }
    SubscribeStart wanted = start;
    if (wanted == null) {
      throw OptimaException.invalid("a subscription begins with its start: none came");
    }
    subscriptions.open(caller, StreamProtos.start(wanted)).run(new Client(stream), credit);
  }

  private record Client(ServerStream<SubscribeResponse> stream) implements Subscriber {
    @Override
    public void accept(Stored batch) {
      stream.send(StreamProtos.batch(batch));
    }

    @Override
    public boolean isGone() {
      return stream.isCancelled();
    }
  }

  @Override
  public void onNext(SubscribeRequest request) {
    switch (request.getPartCase()) {
      case START -> begin(request.getStart());
      case CREDIT -> add(request.getCredit());
      case PART_NOT_SET ->
          throw OptimaException.invalid("a message of a subscription is its start or credit");
    }
  }

  private void begin(SubscribeStart wanted) {
    if (start != null) {
      throw OptimaException.invalid("a subscription begins once: open another call");
    }
    start = wanted;
    add(wanted.getCredit());
    begun.countDown();
  }

  private void add(long bytes) {
    credit.add(bytes < 0 ? Long.MAX_VALUE : bytes);
  }

  @Override
  public void onError(Throwable error) {
    begun.countDown();
  }

  @Override
  public void onCompleted() {
    begun.countDown();
  }
}
