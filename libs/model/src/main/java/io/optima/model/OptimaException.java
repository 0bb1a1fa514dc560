package io.optima.model;

import com.google.errorprone.annotations.FormatMethod;
import org.jspecify.annotations.Nullable;

/** The one error of Optima: a code, and a message that says what was wrong and what to do. */
public final class OptimaException extends RuntimeException {
  private final ErrorCode code;

  public OptimaException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /** The cause is for logs; doors never send it. */
  public OptimaException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }

  @FormatMethod
  public static OptimaException invalid(String format, Object... values) {
    return of(ErrorCode.INVALID_ARGUMENT, format, values);
  }

  @FormatMethod
  public static OptimaException notFound(String format, Object... values) {
    return of(ErrorCode.NOT_FOUND, format, values);
  }

  @FormatMethod
  public static OptimaException of(ErrorCode code, String format, Object... values) {
    return new OptimaException(code, String.format(format, values));
  }

  /** The message as every caller may read it. */
  public String text() {
    String message = getMessage();
    return message == null ? code.name() : message;
  }
}
