package io.optima.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.v1.Dataset;
import io.optima.v1.DatasetServiceGrpc;
import io.optima.v1.DescribeDatasetRequest;
import io.optima.v1.ListDatasetsRequest;
import io.optima.v1.ListDatasetsResponse;
import io.optima.v1.ReadHeader;
import io.optima.v1.ReadRequest;
import io.optima.v1.ReadResponse;
import io.optima.v1.WatchRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CallsTest {
  private final CountDownLatch watchEnded = new CountDownLatch(1);
  private SmallServer server;
  private OptimaClient client;

  /** Answers with the name; a name that is a status fails with it. */
  private final class Answers extends DatasetServiceGrpc.DatasetServiceImplBase {
    @Override
    public void describeDataset(DescribeDatasetRequest request, StreamObserver<Dataset> answer) {
      String[] failure = request.getName().split(" ");
      if (failure.length == 1) {
        answer.onNext(Dataset.newBuilder().setName(request.getName()).build());
        answer.onCompleted();
        return;
      }
      Metadata trailers = new Metadata();
      if (!failure[1].equals("-")) {
        trailers.put(
            Metadata.Key.of("optima-error-code", Metadata.ASCII_STRING_MARSHALLER), failure[1]);
      }
      Status status = Status.fromCode(Status.Code.valueOf(failure[0])).withDescription("why");
      answer.onError(status.asException(trailers));
    }

    @Override
    public void listDatasets(
        ListDatasetsRequest request, StreamObserver<ListDatasetsResponse> answer) {
      int page = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
      ListDatasetsResponse.Builder response = ListDatasetsResponse.newBuilder();
      response.addDatasets(Dataset.newBuilder().setName(request.getGroup() + "/" + page));
      response.setNextPageToken(page == 2 ? "" : String.valueOf(page + 1));
      answer.onNext(response.build());
      answer.onCompleted();
    }

    @Override
    public void read(ReadRequest request, StreamObserver<ReadResponse> answer) {
      ReadHeader header = ReadHeader.newBuilder().setMediaType("text/csv").build();
      answer.onNext(ReadResponse.newBuilder().setHeader(header).build());
      answer.onNext(ReadResponse.newBuilder().setData(ByteString.copyFromUtf8("a,b\n")).build());
      answer.onNext(ReadResponse.newBuilder().setData(ByteString.copyFromUtf8("1,2\n")).build());
      answer.onCompleted();
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<Dataset> answer) {
      ((io.grpc.stub.ServerCallStreamObserver<Dataset>) answer)
          .setOnCancelHandler(watchEnded::countDown);
      answer.onNext(Dataset.newBuilder().setSequence(request.getAfterSequence() + 1).build());
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = new SmallServer(new Answers());
    client = server.client();
  }

  @AfterEach
  void stop() throws InterruptedException {
    client.close();
    server.close();
  }

  @Test
  void callsCarryTokenAndTrace() {
    try (SdkTracerProvider provider = SdkTracerProvider.builder().build()) {
      Span span = provider.get("test").spanBuilder("call").startSpan();
      try (var scope = span.makeCurrent()) {
        client.datasets().describe("a/b");
      }
      assertThat(server.header("authorization")).isEqualTo("Bearer secret");
      assertThat(server.header("traceparent"))
          .contains(span.getSpanContext().getTraceId(), span.getSpanContext().getSpanId());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_ARGUMENT, -, INVALID_ARGUMENT",
    "FAILED_PRECONDITION, -, FAILED_PRECONDITION",
    "UNAUTHENTICATED, -, UNAUTHENTICATED",
    "PERMISSION_DENIED, -, PERMISSION_DENIED",
    "NOT_FOUND, -, NOT_FOUND",
    "ALREADY_EXISTS, -, ALREADY_EXISTS",
    "ABORTED, -, CONFLICT",
    "DATA_LOSS, -, CORRUPT",
    "RESOURCE_EXHAUSTED, -, RESOURCE_EXHAUSTED",
    "CANCELLED, -, CANCELLED",
    "UNAVAILABLE, -, UNAVAILABLE",
    "INTERNAL, -, INTERNAL",
    "ABORTED, CORRUPT, CORRUPT",
    "ABORTED, FROM_THE_FUTURE, CONFLICT"
  })
  void errorsComeBackAsTheServerMeantThem(String status, String trailer, ErrorCode expected) {
    assertThatThrownBy(() -> client.datasets().describe(status + " " + trailer))
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(expected))
        .hasMessage("why");
  }

  @Test
  void listsGoThroughAllPages() {
    var names = client.datasets().list(ListDatasetsRequest.newBuilder().setGroup("g").build());
    assertThat(names.map(Dataset::getName)).containsExactly("g/0", "g/1", "g/2");
  }

  @Test
  void contentIsWrittenAsItComes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReadHeader header =
        client.datasets().read(ReadRequest.getDefaultInstance(), out, Progress.NONE);
    assertThat(header.getMediaType()).isEqualTo("text/csv");
    assertThat(out).hasToString("a,b\n1,2\n");
  }

  @Test
  void closingAWatchEndsItAtTheServer() throws InterruptedException {
    try (Watch<Dataset> watch = client.datasets().watch("a/b", 6)) {
      assertThat(watch.hasNext()).isTrue();
      assertThat(watch.next().getSequence()).isEqualTo(7);
    }
    assertThat(watchEnded.await(30, TimeUnit.SECONDS)).isTrue();
  }

  /** A JVM that exits waits for threads that wait for the network: every command would be late. */
  @Test
  void aClosedClientLeavesNoThreadBehind() {
    client.datasets().describe("a/b");
    assertThat(networkThreads()).isPositive();
    client.close();
    Await.until(() -> networkThreads() == 0);
  }

  private static long networkThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("optima-client"))
        .count();
  }

  @Test
  void absentServerIsUnavailable() throws InterruptedException {
    server.close();
    assertThatThrownBy(() -> client.datasets().describe("a/b"))
        .isInstanceOfSatisfying(
            OptimaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "http://localhost", "local host:1", "grpc://"})
  void addressesThatMakeNoSenseAreRefused(String address) {
    assertThatThrownBy(() -> OptimaClient.connect(address, "t"))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("host:port");
  }
}
