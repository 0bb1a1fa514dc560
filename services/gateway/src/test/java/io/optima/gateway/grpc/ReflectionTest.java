package io.optima.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.optima.gateway.Doors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What grpcurl asks before it can call anything, without a token as it does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReflectionTest {
  private Doors doors;

  @BeforeAll
  void open(@TempDir Path home) {
    doors = Doors.open(home);
  }

  @AfterAll
  void close() {
    doors.close();
  }

  private ServerReflectionResponse ask(ServerReflectionRequest question) throws Exception {
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> questions =
        ServerReflectionGrpc.newStub(doors.anonymous())
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse value) {
                    answer.complete(value);
                  }

                  @Override
                  public void onError(Throwable error) {
                    answer.completeExceptionally(error);
                  }

                  @Override
                  public void onCompleted() {}
                });
    questions.onNext(question);
    ServerReflectionResponse value = answer.get(10, TimeUnit.SECONDS);
    questions.onCompleted();
    return value;
  }

  @Test
  void allServicesAreListed() throws Exception {
    ServerReflectionResponse answer =
        ask(ServerReflectionRequest.newBuilder().setListServices("").build());
    assertThat(answer.getListServicesResponse().getServiceList())
        .extracting(ServiceResponse::getName)
        .contains(
            "optima.v1.DatasetService",
            "optima.v1.TransformationService",
            "optima.v1.LineageService",
            "optima.v1.OperationsService",
            "arrow.flight.protocol.FlightService",
            "grpc.health.v1.Health");
  }

  @Test
  void eachServiceIsDescribedByItsFile() throws Exception {
    ServerReflectionResponse answer =
        ask(
            ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol("optima.v1.DatasetService")
                .build());
    assertThat(answer.getFileDescriptorResponse().getFileDescriptorProtoList())
        .extracting(file -> parse(file).getName())
        .contains("optima/v1/datasets.proto");
  }

  private static FileDescriptorProto parse(com.google.protobuf.ByteString file) {
    try {
      return FileDescriptorProto.parseFrom(file);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void healthIsServedToAnybody() {
    HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(doors.anonymous());
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> health.check(HealthCheckRequest.getDefaultInstance()).getStatus(),
            ServingStatus.SERVING::equals);
  }
}
