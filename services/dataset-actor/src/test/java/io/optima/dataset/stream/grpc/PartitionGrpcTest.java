package io.optima.dataset.stream.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.optima.dataset.stream.NodeUnderTest;
import io.optima.node.v1.AppendRequest;
import io.optima.node.v1.AppendResponse;
import io.optima.node.v1.PartitionNodeGrpc;
import io.optima.node.v1.PartitionRequest;
import io.optima.node.v1.TailRequest;
import io.optima.node.v1.TailResponse;
import io.optima.runtime.error.ErrorConfiguration;
import io.optima.runtime.security.NodeSecret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class PartitionGrpcTest {
  private static final NodeSecret SECRET = new NodeSecret("between us");
  private static final PartitionRequest P0 =
      PartitionRequest.newBuilder().setStream("shop/clicks").build();

  @TempDir private Path folder;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private NodeUnderTest node;
  private PartitionServer server;
  private ManagedChannel channel;
  private PartitionNodeGrpc.PartitionNodeBlockingStub blocking;

  @BeforeEach
  void start() {
    node = new NodeUnderTest(folder);
    try (var errors = new AnnotationConfigApplicationContext(ErrorConfiguration.class)) {
      server =
          new PartitionServer(
              "127.0.0.1",
              0,
              List.of(
                  errors.getBean("grpcErrorMapping", ServerInterceptor.class), SECRET.demanded()));
    }
    server.serve(node.node(), new StreamMeters(meters, node.node(), node.journal()));
    channel = NettyChannelBuilder.forTarget(server.address()).usePlaintext().build();
    blocking = PartitionNodeGrpc.newBlockingStub(channel).withInterceptors(SECRET.shown());
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.close();
    node.close();
  }

  /** Answers of one call, in the order in which they came. */
  private static final class Answers
      implements ClientResponseObserver<AppendRequest, AppendResponse> {
    private final Semaphore ready = new Semaphore(0);
    private @Nullable ClientCallStreamObserver<AppendRequest> requests;

    @Override
    public void beforeStart(ClientCallStreamObserver<AppendRequest> call) {
      requests = call;
      call.setOnReadyHandler(ready::release);
    }

    private final BlockingQueue<AppendResponse> answers = new LinkedBlockingQueue<>();
    private final CountDownLatch completed = new CountDownLatch(1);

    AppendResponse next() throws InterruptedException {
      AppendResponse answer = answers.poll(30, TimeUnit.SECONDS);
      assertThat(answer).isNotNull();
      return answer;
    }

    @Override
    public void onNext(AppendResponse answer) {
      answers.add(answer);
    }

    @Override
    public void onError(Throwable error) {
      throw new AssertionError(error);
    }

    @Override
    public void onCompleted() {
      completed.countDown();
    }
  }

  private StreamObserver<AppendRequest> append(Answers answers) {
    return PartitionNodeGrpc.newStub(channel).withInterceptors(SECRET.shown()).append(answers);
  }

  private static AppendRequest request(String records) {
    return AppendRequest.newBuilder()
        .setPartition(P0)
        .setRecords(ByteString.copyFromUtf8(records))
        .setCount(2)
        .build();
  }

  private void appendAll(String... all) throws InterruptedException {
    Answers answers = new Answers();
    StreamObserver<AppendRequest> requests = append(answers);
    for (String each : all) {
      requests.onNext(request(each));
    }
    requests.onCompleted();
    assertThat(answers.completed.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void answersComeInTheOrderOfTheRequests() throws Exception {
    Answers answers = new Answers();
    StreamObserver<AppendRequest> requests = append(answers);
    for (int number = 0; number < 100; number++) {
      requests.onNext(request("batch " + number));
    }
    requests.onNext(request("bad").toBuilder().setCount(0).build());
    requests.onNext(request("last"));
    requests.onCompleted();
    for (int number = 0; number < 100; number++) {
      AppendResponse answer = answers.next();
      assertThat(answer.getAppended().getFirstOffset()).isEqualTo(2L * number);
      assertThat(answer.getAppended().getDigest().toByteArray())
          .isEqualTo(sha256("batch " + number));
    }
    assertThat(answers.next().getFailure().getCode()).isEqualTo("INVALID_ARGUMENT");
    assertThat(answers.next().getAppended().getLastOffset()).isEqualTo(201);
    assertThat(answers.completed.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(meters.get("optima.stream.publish.records").counter().count()).isEqualTo(202);
    assertThat(meters.get("optima.stream.publish.failures").counter().count()).isEqualTo(1);
  }

  private static byte[] sha256(String text) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aBatchOfAKnownProducerIsStoredOnce() throws InterruptedException {
    Answers answers = new Answers();
    StreamObserver<AppendRequest> requests = append(answers);
    AppendRequest batch =
        request("a").toBuilder().setProducer(ByteString.copyFrom(new byte[16])).build();
    AppendRequest named =
        batch.toBuilder().setProducer(ByteString.copyFromUtf8("0123456789abcdef")).build();
    requests.onNext(named);
    requests.onNext(named);
    requests.onNext(named.toBuilder().setSequence(2).build());
    assertThat(answers.next().getAppended().getRepeated()).isFalse();
    assertThat(answers.next().getAppended().getRepeated()).isTrue();
    assertThat(answers.next().getFailure().getCode()).isEqualTo("FAILED_PRECONDITION");
    requests.onCompleted();
    assertThat(blocking.offsets(P0).getEnd()).isEqualTo(2);
  }

  @Test
  void aClientIsToldToWaitWhileMuchIsUnanswered() throws InterruptedException {
    CountDownLatch mayGoOn = new CountDownLatch(1);
    blocking.offsets(P0);
    node.afterSync(() -> await(mayGoOn));
    Answers answers = new Answers();
    StreamObserver<AppendRequest> requests = append(answers);
    String large = "x".repeat(900_000);
    assertThat(sentWhileReady(answers, request(large))).isLessThan(40);
    mayGoOn.countDown();
    requests.onCompleted();
    assertThat(answers.completed.await(60, TimeUnit.SECONDS)).isTrue();
  }

  /** Until the server has asked for nothing more for a while. */
  private static int sentWhileReady(Answers answers, AppendRequest request)
      throws InterruptedException {
    ClientCallStreamObserver<AppendRequest> requests = Objects.requireNonNull(answers.requests);
    int sent = 0;
    while (sent < 100 && (requests.isReady() || answers.ready.tryAcquire(2, TimeUnit.SECONDS))) {
      if (requests.isReady()) {
        requests.onNext(request);
        sent++;
      }
    }
    return sent;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aTailGoesOnWithWhatComesLater() throws InterruptedException {
    appendAll("a", "b");
    Iterator<TailResponse> tail =
        blocking.tail(
            TailRequest.newBuilder().setPartition(P0).setOffset(2).setFollow(true).build());
    assertThat(tail.next().getRecords().toStringUtf8()).isEqualTo("b");
    appendAll("c");
    TailResponse later = tail.next();
    assertThat(later.getRecords().toStringUtf8()).isEqualTo("c");
    assertThat(later.getFirstOffset()).isEqualTo(4);
    assertThat(later.getCount()).isEqualTo(2);
  }

  @Test
  void aTailThatDoesNotFollowEnds() throws InterruptedException {
    appendAll("a", "b");
    Iterator<TailResponse> tail = blocking.tail(TailRequest.newBuilder().setPartition(P0).build());
    assertThat(tail)
        .toIterable()
        .extracting(batch -> batch.getRecords().toStringUtf8())
        .containsExactly("a", "b");
  }

  @Test
  void sealedRecordsAreNotInTheTail() throws InterruptedException {
    appendAll("a", "b");
    assertThat(blocking.seal(P0).getSealed()).isEqualTo(4);
    Iterator<TailResponse> tail = blocking.tail(TailRequest.newBuilder().setPartition(P0).build());
    assertThatThrownBy(tail::hasNext)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND))
        .hasMessageContaining("records before 4 are sealed");
  }

  @Test
  void nobodyComesInWithoutTheSecret() {
    assertThatThrownBy(() -> PartitionNodeGrpc.newBlockingStub(channel).offsets(P0))
        .hasMessageContaining("UNAUTHENTICATED");
    NodeSecret none = new NodeSecret("");
    assertThatThrownBy(
            () ->
                PartitionNodeGrpc.newBlockingStub(channel)
                    .withInterceptors(none.shown())
                    .offsets(P0))
        .hasMessageContaining("UNAUTHENTICATED");
  }
}
