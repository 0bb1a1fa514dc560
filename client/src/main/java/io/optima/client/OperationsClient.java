package io.optima.client;

import io.optima.v1.CollectGarbageRequest;
import io.optima.v1.CollectGarbageResponse;
import io.optima.v1.OperationsServiceGrpc.OperationsServiceBlockingStub;
import io.optima.v1.OperationsServiceGrpc.OperationsServiceBlockingV2Stub;
import io.optima.v1.RepairRequest;
import io.optima.v1.RepairResponse;

/** Housekeeping, for administrators. */
public final class OperationsClient {
  private final OperationsServiceBlockingStub stub;
  private final OperationsServiceBlockingV2Stub streams;

  OperationsClient(OperationsServiceBlockingStub stub, OperationsServiceBlockingV2Stub streams) {
    this.stub = stub;
    this.streams = streams;
  }

  public CollectGarbageResponse collectGarbage(CollectGarbageRequest request) {
    return Errors.mapped(() -> stub.collectGarbage(request));
  }

  /** Progress and findings until all is mended. */
  public Watch<RepairResponse> repair() {
    return new Watch<>(streams.repair(RepairRequest.getDefaultInstance()));
  }
}
