package io.optima.gateway.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.optima.gateway.Caller;
import io.optima.gateway.Publishing;
import io.optima.gateway.wire.ContentProtos;
import io.optima.model.OptimaException;
import io.optima.runtime.thread.Threads;
import io.optima.v1.PublishHeader;
import io.optima.v1.PublishRequest;
import io.optima.v1.PublishResponse;
import java.util.concurrent.ExecutorService;

/**
 * One publish. The client may be a few messages ahead of the thread that stores its bytes, so
 * memory stays bounded however fast it sends; when it vanishes, that thread's next read fails and
 * leaves nothing behind.
 */
final class PublishCall implements StreamObserver<PublishRequest> {
  private static final ExecutorService THREADS = Threads.perTask("publish");

  private final Publishing publishing;
  private final Caller caller;
  private final ServerCallStreamObserver<PublishResponse> answer;
  private final ClientBytes bytes;
  private boolean started;

  private PublishCall(
      Publishing publishing, Caller caller, ServerCallStreamObserver<PublishResponse> answer) {
    this.publishing = publishing;
    this.caller = caller;
    this.answer = answer;
    this.bytes = new ClientBytes(() -> answer.request(1));
  }

  static StreamObserver<PublishRequest> start(
      Publishing publishing, Caller caller, StreamObserver<PublishResponse> answer) {
    ServerCallStreamObserver<PublishResponse> flow =
        (ServerCallStreamObserver<PublishResponse>) answer;
    flow.disableAutoRequest();
    PublishCall call = new PublishCall(publishing, caller, flow);
    flow.setOnCancelHandler(call.bytes::broken);
    flow.request(1);
    return call;
  }

  @Override
  public void onNext(PublishRequest request) {
    if (started) {
      bytes.add(request.getData());
    } else {
      begin(request);
    }
  }

  private void begin(PublishRequest request) {
    if (!request.hasHeader()) {
      throw OptimaException.invalid("the first message of a publish is its header");
    }
    started = true;
    answer.request(ClientBytes.MESSAGES_AHEAD);
    PublishHeader header = request.getHeader();
    THREADS.execute(() -> publish(header));
  }

  private void publish(PublishHeader header) {
    try {
      PublishResponse response =
          ContentProtos.published(publishing.upload(caller, ContentProtos.upload(header), bytes));
      answer.onNext(response);
      answer.onCompleted();
    } catch (Throwable e) { // whatever it is, the client must not wait for ever
      if (!answer.isCancelled()) {
        answer.onError(e);
      }
    }
  }

  @Override
  public void onError(Throwable error) {
    bytes.broken();
  }

  @Override
  public void onCompleted() {
    if (!started) {
      throw OptimaException.invalid("a publish begins with its header: none came");
    }
    bytes.end();
  }
}
