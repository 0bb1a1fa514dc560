package io.optima.runtime.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnknownErrorsTest {
  @Test
  void anOptimaExceptionIsFoundBelowWhateverWrapsIt() {
    OptimaException error = OptimaException.notFound("no %s", "such");
    assertThat(UnknownErrors.translate(new RuntimeException(new IllegalStateException(error))))
        .isSameAs(error);
  }

  @Test
  void whatNobodyForesawIsHiddenBehindAReference() {
    OptimaException error =
        UnknownErrors.translate(new IllegalStateException("/secret/path of a customer"));
    assertThat(error.code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(error.text()).matches("internal error: .* reference [0-9a-f]{16}");
    assertThat(error.getCause()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void everyCodeHasOneStatusPerProtocol(ErrorCode code) {
    OptimaException error = new OptimaException(code, "text");
    assertThat(GrpcErrors.status(error).getCode()).isNotIn(Status.Code.OK, Status.Code.UNKNOWN);
    assertThat(GrpcErrors.trailers(error).get(GrpcErrors.CODE)).isEqualTo(code.name());
    assertThat(HttpProblems.status(code).isError()).isTrue();
  }
}
