package io.optima.gateway.grpc;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import io.optima.v1.DatasetServiceGrpc;
import io.optima.v1.Format;
import io.optima.v1.PublishHeader;
import io.optima.v1.PublishRequest;
import io.optima.v1.PublishResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Publishing as a client does. */
public final class Uploads {
  private Uploads() {}

  /** Publishes rows to a dataset, which is created when it does not exist. */
  public static PublishResponse csv(Channel channel, String dataset, String csv) throws Exception {
    return send(channel, header(dataset, Format.FORMAT_CSV), data(csv));
  }

  public static PublishRequest header(String dataset, Format format) {
    return PublishRequest.newBuilder()
        .setHeader(PublishHeader.newBuilder().setDataset(dataset).setFormat(format).setCreate(true))
        .build();
  }

  public static PublishRequest data(String text) {
    return PublishRequest.newBuilder().setData(ByteString.copyFromUtf8(text)).build();
  }

  /** Sends messages and waits for the answer. */
  public static PublishResponse send(Channel channel, PublishRequest... messages)
      throws InterruptedException, TimeoutException, ExecutionException {
    CompletableFuture<PublishResponse> answer = new CompletableFuture<>();
    StreamObserver<PublishRequest> requests =
        DatasetServiceGrpc.newStub(channel).publish(new Answer(answer));
    for (PublishRequest message : messages) {
      requests.onNext(message);
    }
    requests.onCompleted();
    return answer.get(30, TimeUnit.SECONDS);
  }

  /** The one answer of a call. */
  record Answer(CompletableFuture<PublishResponse> future)
      implements StreamObserver<PublishResponse> {
    @Override
    public void onNext(PublishResponse value) {
      future.complete(value);
    }

    @Override
    public void onError(Throwable error) {
      future.completeExceptionally(error);
    }

    @Override
    public void onCompleted() {}
  }
}
