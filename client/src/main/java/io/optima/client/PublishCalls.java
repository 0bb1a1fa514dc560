package io.optima.client;

import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.v1.PublishBatchRequest;
import io.optima.v1.PublishBatchResponse;
import io.optima.v1.StreamServiceGrpc;

/** Calls that carry batches to a stream. */
final class PublishCalls {
  private final Channel channel;

  PublishCalls(Channel channel) {
    this.channel = channel;
  }

  /** Hears of a call, on threads of its own. */
  interface Listener {
    /** More can be sent. */
    void ready(Call from);

    /** Answers come in the order of the batches. */
    void answered(Call from, PublishBatchResponse response);

    /** No more answers will come. */
    void broken(Call from, OptimaException why);
  }

  Call open(String stream, Listener listener) {
    Call call = new Call(stream, listener);
    StreamServiceGrpc.newStub(channel).publishStream(call);
    return call;
  }

  /** One call; for one sender at a time. */
  static final class Call
      implements ClientResponseObserver<PublishBatchRequest, PublishBatchResponse> {
    private final String stream;
    private final Listener listener;

    @SuppressWarnings("NullAway.Init") // given before the call starts
    private ClientCallStreamObserver<PublishBatchRequest> requests;

    private boolean named;

    Call(String stream, Listener listener) {
      this.stream = stream;
      this.listener = listener;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<PublishBatchRequest> call) {
      requests = call;
      call.setOnReadyHandler(() -> listener.ready(this));
    }

    /** Whether what is sent leaves soon. */
    boolean isReady() {
      return requests.isReady();
    }

    void send(PublishBatchRequest batch) {
      requests.onNext(named ? batch : batch.toBuilder().setStream(stream).build());
      named = true;
    }

    void end() {
      requests.cancel("everything is done", null);
    }

    @Override
    public void onNext(PublishBatchResponse response) {
      listener.answered(this, response);
    }

    @Override
    public void onError(Throwable error) {
      listener.broken(this, Errors.of(asException(error)));
    }

    private static Exception asException(Throwable error) {
      return error instanceof Exception known ? known : new IllegalStateException(error);
    }

    @Override
    public void onCompleted() {
      listener.broken(
          this, new OptimaException(ErrorCode.UNAVAILABLE, "the server ended the call"));
    }
  }
}
