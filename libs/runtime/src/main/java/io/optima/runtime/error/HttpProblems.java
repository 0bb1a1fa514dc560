package io.optima.runtime.error;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.store.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Errors as {@code application/problem+json} (RFC 9457) with the exact code in {@code code}. */
@RestControllerAdvice
public final class HttpProblems extends ResponseEntityExceptionHandler {

  /** Whatever Spring itself has no answer for. */
  @ExceptionHandler(Throwable.class)
  ResponseEntity<ProblemDetail> problem(Throwable thrown, HttpServletResponse response)
      throws Throwable {
    if (response.isCommitted()) {
      // half an answer must not look like a whole one: the container then breaks the connection
      throw thrown;
    }
    OptimaException error = UnknownErrors.translate(thrown);
    HttpStatus status = status(error.code());
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, error.text());
    problem.setProperty("code", error.code().name());
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }

  /** For filters, which run before Spring's own handling. */
  public static void write(
      OptimaException error, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HttpStatus status = status(error.code());
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    if (error.code() == ErrorCode.UNAUTHENTICATED) {
      response.setHeader("WWW-Authenticate", "Bearer");
    }
    response
        .getOutputStream()
        .write(
            Json.bytes(
                Map.of(
                    "status", status.value(),
                    "title", status.getReasonPhrase(),
                    "detail", error.text(),
                    "instance", request.getRequestURI(),
                    "code", error.code().name())));
  }

  public static HttpStatus status(ErrorCode code) {
    return switch (code) {
      case INVALID_ARGUMENT -> HttpStatus.BAD_REQUEST;
      case FAILED_PRECONDITION -> HttpStatus.UNPROCESSABLE_CONTENT;
      case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
      case PERMISSION_DENIED -> HttpStatus.FORBIDDEN;
      case NOT_FOUND -> HttpStatus.NOT_FOUND;
      case ALREADY_EXISTS, CONFLICT -> HttpStatus.CONFLICT;
      case CORRUPT, INTERNAL -> HttpStatus.INTERNAL_SERVER_ERROR;
      case RESOURCE_EXHAUSTED -> HttpStatus.TOO_MANY_REQUESTS;
      // what nginx calls "client closed request"; Spring has no name for 499
      case CANCELLED -> HttpStatus.REQUEST_TIMEOUT;
      case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
    };
  }
}
