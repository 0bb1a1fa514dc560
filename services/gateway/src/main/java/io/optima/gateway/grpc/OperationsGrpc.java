package io.optima.gateway.grpc;

import io.grpc.stub.StreamObserver;
import io.optima.gateway.Caller;
import io.optima.gateway.Callers;
import io.optima.gateway.Operations;
import io.optima.gateway.wire.OperationsProtos;
import io.optima.runtime.grpc.ServerStream;
import io.optima.v1.CollectGarbageRequest;
import io.optima.v1.CollectGarbageResponse;
import io.optima.v1.OperationsServiceGrpc;
import io.optima.v1.RepairRequest;
import io.optima.v1.RepairResponse;
import java.time.Duration;

/** Housekeeping on gRPC. */
final class OperationsGrpc extends OperationsServiceGrpc.OperationsServiceImplBase {
  private final Callers callers;
  private final Operations operations;

  OperationsGrpc(Callers callers, Operations operations) {
    this.callers = callers;
    this.operations = operations;
  }

  @Override
  public void collectGarbage(
      CollectGarbageRequest request, StreamObserver<CollectGarbageResponse> answer) {
    Answers.one(
        answer,
        OperationsProtos.garbage(
            operations.collectGarbage(callers.current(), request.getDelete(), grace(request))));
  }

  private static Duration grace(CollectGarbageRequest request) {
    return request.hasGrace()
        ? Duration.ofSeconds(request.getGrace().getSeconds(), request.getGrace().getNanos())
        : Operations.USUAL_GRACE;
  }

  @Override
  public void repair(RepairRequest request, StreamObserver<RepairResponse> answer) {
    Caller caller = callers.current();
    ServerStream.start(
        answer,
        stream ->
            operations.repair(
                caller,
                progress -> OperationsProtos.repair(progress).forEach(stream::send),
                stream::isCancelled));
  }
}
