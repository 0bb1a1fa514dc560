package io.optima.testing.system;

import io.dapr.v1.DaprAppCallbackProtos.TopicEventResponse;
import io.dapr.v1.DaprAppCallbackProtos.TopicEventResponse.TopicEventResponseStatus;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprProtos.SubscribeTopicEventsRequestAlpha1;
import io.dapr.v1.DaprProtos.SubscribeTopicEventsRequestInitialAlpha1;
import io.dapr.v1.DaprProtos.SubscribeTopicEventsRequestProcessedAlpha1;
import io.dapr.v1.DaprProtos.SubscribeTopicEventsResponseAlpha1;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What comes on a topic at a program's sidecar. */
final class SidecarTopic implements AutoCloseable {
  private final ManagedChannel channel;
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final CountDownLatch subscribed = new CountDownLatch(1);

  /** Returns when it listens. */
  SidecarTopic(OptimaUnderTest optima, String program, String pubsub, String topic)
      throws InterruptedException {
    Map<String, String> environment = optima.running().environment(program);
    channel =
        ManagedChannelBuilder.forAddress(
                "127.0.0.1",
                Integer.parseInt(Objects.requireNonNull(environment.get("DAPR_GRPC_PORT"))))
            .usePlaintext()
            .build();
    Metadata token = new Metadata();
    token.put(
        Metadata.Key.of("dapr-api-token", Metadata.ASCII_STRING_MARSHALLER),
        Objects.requireNonNull(environment.get("DAPR_API_TOKEN")));
    Events events = new Events();
    StreamObserver<SubscribeTopicEventsRequestAlpha1> answers =
        DaprGrpc.newStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(token))
            .subscribeTopicEventsAlpha1(events);
    events.answers.complete(answers);
    answers.onNext(
        SubscribeTopicEventsRequestAlpha1.newBuilder()
            .setInitialRequest(
                SubscribeTopicEventsRequestInitialAlpha1.newBuilder()
                    .setPubsubName(pubsub)
                    .setTopic(topic))
            .build());
    if (!subscribed.await(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("no subscription to " + topic);
    }
  }

  /** The data of what came, each as JSON. */
  List<String> messages() {
    return messages;
  }

  private final class Events implements StreamObserver<SubscribeTopicEventsResponseAlpha1> {
    private final CompletableFuture<StreamObserver<SubscribeTopicEventsRequestAlpha1>> answers =
        new CompletableFuture<>();

    @Override
    public void onNext(SubscribeTopicEventsResponseAlpha1 response) {
      if (response.hasInitialResponse()) {
        subscribed.countDown();
        return;
      }
      messages.add(response.getEventMessage().getData().toStringUtf8());
      answers
          .join()
          .onNext(
              SubscribeTopicEventsRequestAlpha1.newBuilder()
                  .setEventProcessed(
                      SubscribeTopicEventsRequestProcessedAlpha1.newBuilder()
                          .setId(response.getEventMessage().getId())
                          .setStatus(
                              TopicEventResponse.newBuilder()
                                  .setStatus(TopicEventResponseStatus.SUCCESS)))
                  .build());
    }

    @Override
    public void onError(Throwable failure) {
      messages.add("failed: " + failure);
    }

    @Override
    public void onCompleted() {}
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
