package io.optima.store.s3;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Turns what S3 says into Optima's errors. */
final class S3Failures {
  static final int NOT_FOUND = 404;
  static final int CONFLICT = 409;
  static final int PRECONDITION_FAILED = 412;
  static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int INSUFFICIENT_STORAGE = 507;

  /** What S3-speaking servers say when they are full; Amazon never is. */
  private static final Set<String> FULL =
      Set.of("InsufficientStorage", "QuotaExceeded", "XMinioStorageFull", "StorageFull");

  private S3Failures() {}

  static OptimaException of(String doing, SdkException cause) {
    if (isFull(cause)) {
      return new OptimaException(
          ErrorCode.RESOURCE_EXHAUSTED,
          "no space left to " + doing + ": free some space, run 'optima gc --delete', try again",
          cause);
    }
    return new OptimaException(
        ErrorCode.UNAVAILABLE, "cannot " + doing + ": " + cause.getMessage(), cause);
  }

  static boolean hasStatus(SdkException failure, int status) {
    return failure instanceof S3Exception answer && answer.statusCode() == status;
  }

  private static boolean isFull(SdkException failure) {
    return failure instanceof S3Exception answer
        && (answer.statusCode() == INSUFFICIENT_STORAGE
            || (answer.awsErrorDetails() != null
                && FULL.contains(String.valueOf(answer.awsErrorDetails().errorCode()))));
  }
}
