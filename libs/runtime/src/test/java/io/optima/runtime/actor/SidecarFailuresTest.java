package io.optima.runtime.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.dapr.exceptions.DaprException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SidecarFailuresTest {
  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE, UNAVAILABLE",
    "INTERNAL, UNAVAILABLE",
    "FAILED_PRECONDITION, UNAVAILABLE",
    "DEADLINE_EXCEEDED, UNAVAILABLE",
    "INVALID_ARGUMENT, INTERNAL",
    "PERMISSION_DENIED, INTERNAL",
    "UNIMPLEMENTED, INTERNAL",
    "RESOURCE_EXHAUSTED, RESOURCE_EXHAUSTED"
  })
  void onlyWhatMayPassIsUnavailable(Status.Code sidecar, ErrorCode ours) {
    RuntimeException sdk = DaprException.propagate(new StatusRuntimeException(sidecar.toStatus()));
    OptimaException failure = SidecarFailures.of((DaprException) sdk, "Dataset a.b");
    assertThat(failure.code()).isEqualTo(ours);
    assertThat(failure.text()).contains("Dataset a.b");
  }
}
