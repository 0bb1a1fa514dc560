package io.optima.gateway.wire;

import io.optima.gateway.Operations.RepairProgress;
import io.optima.model.operations.OperationQueries.Garbage;
import io.optima.v1.CollectGarbageResponse;
import io.optima.v1.RepairResponse;
import java.util.List;

/** Housekeeping between the model and protobuf. */
public final class OperationsProtos {
  private OperationsProtos() {}

  public static CollectGarbageResponse garbage(Garbage garbage) {
    return CollectGarbageResponse.newBuilder()
        .setDeleted(garbage.deleted())
        .setChunks(garbage.chunks())
        .setBytes(garbage.bytes())
        .setKept(garbage.kept())
        .build();
  }

  /** One message for each finding, or one without any. */
  public static List<RepairResponse> repair(RepairProgress progress) {
    RepairResponse plain =
        RepairResponse.newBuilder()
            .setDatasetsDone(progress.done())
            .setDatasetsTotal(progress.total())
            .build();
    return progress.findings().isEmpty()
        ? List.of(plain)
        : progress.findings().stream()
            .map(finding -> plain.toBuilder().setFinding(finding).build())
            .toList();
  }
}
