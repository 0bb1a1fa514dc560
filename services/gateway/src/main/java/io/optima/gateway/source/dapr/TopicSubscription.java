package io.optima.gateway.source.dapr;

import io.dapr.v1.DaprAppCallbackProtos.TopicEventRequest;
import io.dapr.v1.DaprAppCallbackProtos.TopicEventResponse;
import io.dapr.v1.DaprAppCallbackProtos.TopicEventResponse.TopicEventResponseStatus;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprProtos.SubscribeTopicEventsRequestAlpha1;
import io.dapr.v1.DaprProtos.SubscribeTopicEventsRequestInitialAlpha1;
import io.dapr.v1.DaprProtos.SubscribeTopicEventsRequestProcessedAlpha1;
import io.dapr.v1.DaprProtos.SubscribeTopicEventsResponseAlpha1;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.optima.gateway.stream.SourceProgress;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.stream.StreamSource.PubSub;
import io.optima.runtime.thread.Threads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * One call in which the sidecar hands events over; each is dealt with by a thread of its own and
 * answered when that is done. So many at a time at most, the others wait at the sidecar.
 */
final class TopicSubscription
    implements ClientResponseObserver<
            SubscribeTopicEventsRequestAlpha1, SubscribeTopicEventsResponseAlpha1>,
        AutoCloseable {
  private static final int MOST_EVENTS = 256;

  private final PubSub topic;
  private final EventIntake intake;
  private final SourceProgress progress;
  private final ExecutorService threads = Threads.perTask("topic-event");
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  @SuppressWarnings("NullAway.Init") // given before the call starts
  private ClientCallStreamObserver<SubscribeTopicEventsRequestAlpha1> answers;

  private TopicSubscription(PubSub topic, EventIntake intake, SourceProgress progress) {
    this.topic = topic;
    this.intake = intake;
    this.progress = progress;
  }

  static TopicSubscription open(
      Channel sidecar, PubSub topic, EventIntake intake, SourceProgress progress) {
    TopicSubscription made = new TopicSubscription(topic, intake, progress);
    Context.ROOT.run(() -> DaprGrpc.newStub(sidecar).subscribeTopicEventsAlpha1(made));
    made.begin();
    return made;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<SubscribeTopicEventsRequestAlpha1> call) {
    answers = call;
    call.disableAutoRequestWithInitial(MOST_EVENTS);
  }

  private synchronized void begin() {
    answers.onNext(
        SubscribeTopicEventsRequestAlpha1.newBuilder()
            .setInitialRequest(
                SubscribeTopicEventsRequestInitialAlpha1.newBuilder()
                    .setPubsubName(topic.component())
                    .setTopic(topic.topic())
                    .setDeadLetterTopic(topic.deadLetters()))
            .build());
  }

  /**
   * Returns never: the sidecar ends the call when it goes or when it refuses the topic.
   *
   * @throws OptimaException why the call ended
   */
  void await() throws InterruptedException {
    try {
      end.get();
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  private OptimaException failure(@Nullable Throwable cause) {
    if (cause instanceof OptimaException known) {
      return known;
    }
    Status status = cause == null ? Status.UNKNOWN : Status.fromThrowable(cause);
    return new OptimaException(
        ErrorCode.UNAVAILABLE,
        "the sidecar does not hand out topic %s of %s (%s): see that the component is there and"
                .formatted(topic.topic(), topic.component(), status.getDescription())
            + " reaches its broker",
        cause);
  }

  @Override
  public void onNext(SubscribeTopicEventsResponseAlpha1 response) {
    if (response.hasEventMessage()) {
      threads.execute(() -> take(response.getEventMessage()));
    } else {
      progress.runs();
      answers.request(1);
    }
  }

  private void take(TopicEventRequest event) {
    try {
      answer(event.getId(), intake.take(event));
    } catch (RuntimeException e) {
      end.completeExceptionally(e);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void answer(String id, TopicEventResponseStatus status) {
    answers.onNext(
        SubscribeTopicEventsRequestAlpha1.newBuilder()
            .setEventProcessed(
                SubscribeTopicEventsRequestProcessedAlpha1.newBuilder()
                    .setId(id)
                    .setStatus(TopicEventResponse.newBuilder().setStatus(status)))
            .build());
    answers.request(1);
  }

  @Override
  public void onError(Throwable error) {
    end.completeExceptionally(error);
  }

  @Override
  public void onCompleted() {
    end.completeExceptionally(Status.UNAVAILABLE.withDescription("it ended").asException());
  }

  /** Events that were not answered come again. */
  @Override
  public void close() {
    answers.cancel("the stream is not fed any more", null);
    threads.shutdownNow();
  }
}
