package io.optima.gateway.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.optima.gateway.Caller;
import io.optima.gateway.stream.PartitionNodes.Appended;
import io.optima.gateway.stream.Publications;
import io.optima.gateway.stream.PublishSession;
import io.optima.gateway.wire.StreamProtos;
import io.optima.model.DatasetName;
import io.optima.model.OptimaException;
import io.optima.v1.PublishBatchRequest;
import io.optima.v1.PublishBatchResponse;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Batches of one publisher. So many bytes of them may wait for their acknowledgement; then the
 * client is let send no more until the first ones have it, and has taken the answers.
 */
final class PublishStreamCall implements StreamObserver<PublishBatchRequest> {
  /** Enough for a group commit that is written while the next one fills. */
  static final long MOST_WAITING_BYTES = 16 << 20;

  private record Waiting(CompletableFuture<Appended> answer, long bytes) {}

  private final Publications publications;
  private final Caller caller;
  private final ServerCallStreamObserver<PublishBatchResponse> answers;

  /** Guarded by this, as all below. */
  private final Queue<Waiting> waiting = new ArrayDeque<>();

  private @Nullable PublishSession session;
  private long waitingBytes;
  private boolean requested = true;
  private boolean halfClosed;
  private boolean over;

  private PublishStreamCall(
      Publications publications,
      Caller caller,
      ServerCallStreamObserver<PublishBatchResponse> answers) {
    this.publications = publications;
    this.caller = caller;
    this.answers = answers;
  }

  static StreamObserver<PublishBatchRequest> start(
      Publications publications, Caller caller, StreamObserver<PublishBatchResponse> answer) {
    ServerCallStreamObserver<PublishBatchResponse> answers =
        (ServerCallStreamObserver<PublishBatchResponse>) answer;
    PublishStreamCall call = new PublishStreamCall(publications, caller, answers);
    answers.disableAutoRequest();
    answers.setOnReadyHandler(call::requestMore);
    answers.setOnCancelHandler(call::end);
    answers.request(1);
    return call;
  }

  @Override
  public void onNext(PublishBatchRequest request) {
    CompletableFuture<Appended> answer = publish(request);
    synchronized (this) {
      requested = false;
      waiting.add(new Waiting(answer, request.getRecords().size()));
      waitingBytes += request.getRecords().size();
    }
    var _ = answer.whenComplete((appended, error) -> answer());
    requestMore();
  }

  /** What is refused is answered in its turn. */
  private CompletableFuture<Appended> publish(PublishBatchRequest request) {
    try {
      return session(request).publish(StreamProtos.batch(request));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Only the call's thread makes it. */
  private PublishSession session(PublishBatchRequest request) {
    PublishSession known = session;
    if (known == null) {
      known = publications.session(caller, DatasetName.parse(request.getStream()));
      keep(known);
    } else if (!request.getStream().isEmpty()) {
      throw OptimaException.invalid(
          "only the first message names the stream: open another call for %s", request.getStream());
    }
    return known;
  }

  private synchronized void keep(PublishSession made) {
    session = made;
    if (over) {
      made.close();
    }
  }

  /** Sends what is answered, in order. */
  private synchronized void answer() {
    while (!over && !waiting.isEmpty() && waiting.element().answer().isDone()) {
      Waiting first = waiting.remove();
      waitingBytes -= first.bytes();
      if (first.answer().isCompletedExceptionally()) {
        answers.onError(first.answer().exceptionNow());
        end();
      } else {
        answers.onNext(StreamProtos.batch(first.answer().resultNow(), partitions()));
      }
    }
    completeWhenDone();
    requestMore();
  }

  private int partitions() {
    return session == null ? 0 : session.partitions();
  }

  private synchronized void requestMore() {
    if (!over && !requested && waitingBytes < MOST_WAITING_BYTES && answers.isReady()) {
      requested = true;
      answers.request(1);
    }
  }

  private void completeWhenDone() {
    if (halfClosed && !over && waiting.isEmpty()) {
      answers.onCompleted();
      end();
    }
  }

  @Override
  public void onError(Throwable error) {
    end();
  }

  @Override
  public synchronized void onCompleted() {
    halfClosed = true;
    completeWhenDone();
  }

  /** What was sent to nodes is stored all the same. */
  private synchronized void end() {
    if (!over && session != null) {
      session.close();
    }
    over = true;
    waiting.clear();
  }
}
