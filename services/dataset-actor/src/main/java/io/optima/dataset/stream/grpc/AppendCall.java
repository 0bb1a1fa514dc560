package io.optima.dataset.stream.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.optima.dataset.stream.Appended;
import io.optima.dataset.stream.StreamNode;
import io.optima.model.stream.PartitionRef;
import io.optima.node.v1.AppendRequest;
import io.optima.node.v1.AppendResponse;
import io.optima.node.v1.PartitionRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One stream of batches. Answers go out in the order of the requests; the client is told to wait
 * while much is unanswered, or while it does not take the answers.
 */
final class AppendCall implements StreamObserver<AppendRequest> {
  private static final long MOST_BYTES = 8 << 20;
  private static final int MOST_BATCHES = 1024;

  private final StreamNode node;
  private final StreamMeters meters;
  private final ServerCallStreamObserver<AppendResponse> out;
  private final Deque<Slot> waiting = new ArrayDeque<>();
  private PartitionRequest lastRequest = PartitionRequest.getDefaultInstance();
  private @Nullable PartitionRef last;
  private long waitingBytes;
  private boolean asked;
  private boolean halfClosed;
  private boolean over;

  /** A place in the order of answers. */
  private static final class Slot {
    private final int bytes;
    private @Nullable AppendResponse answer;

    Slot(int bytes) {
      this.bytes = bytes;
    }
  }

  private AppendCall(
      StreamNode node, StreamMeters meters, ServerCallStreamObserver<AppendResponse> out) {
    this.node = node;
    this.meters = meters;
    this.out = out;
  }

  static StreamObserver<AppendRequest> start(
      StreamNode node, StreamMeters meters, StreamObserver<AppendResponse> answer) {
    ServerCallStreamObserver<AppendResponse> out =
        (ServerCallStreamObserver<AppendResponse>) answer;
    AppendCall call = new AppendCall(node, meters, out);
    out.disableAutoRequest();
    out.setOnReadyHandler(call::flow);
    out.setOnCancelHandler(call::end);
    call.flow();
    return call;
  }

  @Override
  public void onNext(AppendRequest request) {
    Slot slot = new Slot(request.getSerializedSize());
    synchronized (this) {
      asked = false;
      waiting.add(slot);
      waitingBytes += slot.bytes;
    }
    long sent = System.nanoTime();
    var _ =
        append(request)
            .whenComplete(
                (done, failure) -> {
                  meters.answered(request, done, System.nanoTime() - sent);
                  answer(slot, AppendProtos.response(request, done, failure));
                });
    flow();
  }

  private CompletableFuture<Appended> append(AppendRequest request) {
    try {
      return node.append(partition(request), AppendProtos.batch(request));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Mostly the same one as before. */
  private PartitionRef partition(AppendRequest request) {
    PartitionRef known = last;
    if (known == null || !request.getPartition().equals(lastRequest)) {
      known = PartitionGrpc.partition(request.getPartition());
      lastRequest = request.getPartition();
      last = known;
    }
    return known;
  }

  private synchronized void answer(Slot slot, AppendResponse answer) {
    slot.answer = answer;
    for (Slot first = waiting.peek();
        first != null && first.answer != null && !over;
        first = waiting.peek()) {
      waiting.remove();
      waitingBytes -= first.bytes;
      out.onNext(first.answer);
    }
    flow();
  }

  /** Asks for the next batch when there is room for it, or ends the call when all is said. */
  private synchronized void flow() {
    if (over) {
      return;
    }
    if (halfClosed && waiting.isEmpty()) {
      over = true;
      out.onCompleted();
    } else if (!asked
        && !halfClosed
        && waitingBytes < MOST_BYTES
        && waiting.size() < MOST_BATCHES
        && (waiting.isEmpty() || out.isReady())) {
      asked = true;
      out.request(1);
    }
  }

  @Override
  public synchronized void onCompleted() {
    halfClosed = true;
    flow();
  }

  @Override
  public void onError(Throwable broken) {
    end();
  }

  /** Batches on their way are stored; nobody hears of it. */
  private synchronized void end() {
    over = true;
    waiting.clear();
  }
}
