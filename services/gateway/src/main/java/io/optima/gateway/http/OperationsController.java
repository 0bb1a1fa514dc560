package io.optima.gateway.http;

import io.optima.gateway.Callers;
import io.optima.gateway.Operations;
import io.optima.gateway.wire.OperationsProtos;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Housekeeping on HTTP; for administrators. */
@RestController
@RequestMapping("/api/v1/operations")
final class OperationsController {
  private final Callers callers;
  private final Operations operations;

  OperationsController(Callers callers, Operations operations) {
    this.callers = callers;
    this.operations = operations;
  }

  /** Counts what nobody needs, and deletes it when asked to; {@code grace} as ISO-8601. */
  @PostMapping("/gc")
  ResponseEntity<byte[]> collectGarbage(
      @RequestParam(defaultValue = "false") boolean delete,
      @RequestParam(defaultValue = "PT24H") Duration grace) {
    return Replies.ok(
        OperationsProtos.garbage(operations.collectGarbage(callers.current(), delete, grace)));
  }

  /** Rebuilds actor state and lineage index; the progress as server-sent events. */
  @PostMapping("/repair")
  void repair(HttpServletResponse response) throws IOException {
    operations.checkAdmin(callers.current());
    EventStream events = EventStream.open(response);
    operations.repair(
        callers.current(),
        progress -> OperationsProtos.repair(progress).forEach(events::send),
        events::isGone);
  }
}
