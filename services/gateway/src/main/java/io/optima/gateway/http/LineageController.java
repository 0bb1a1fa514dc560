package io.optima.gateway.http;

import io.optima.gateway.Callers;
import io.optima.gateway.Discovery;
import io.optima.gateway.wire.LineageProtos;
import io.optima.model.DatasetRef;
import io.optima.model.lineage.LineageQueries.AuditPage;
import io.optima.model.lineage.LineageQueries.Direction;
import io.optima.v1.ListAuditResponse;
import io.optima.v1.SearchResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Lineage, search and audit on HTTP. */
@RestController
@RequestMapping("/api/v1")
final class LineageController {
  private final Callers callers;
  private final Discovery discovery;

  LineageController(Callers callers, Discovery discovery) {
    this.callers = callers;
    this.discovery = discovery;
  }

  @GetMapping("/lineage")
  ResponseEntity<byte[]> lineage(
      @RequestParam String reference,
      @RequestParam(defaultValue = "both") String direction,
      @RequestParam(defaultValue = "0") int depth,
      @RequestParam(defaultValue = "") String column) {
    return Replies.ok(
        LineageProtos.lineage(
            discovery.graph(
                callers.current(),
                DatasetRef.parse(reference),
                Words.parse(Direction.class, "direction", direction),
                depth,
                column)));
  }

  /** Takes in one OpenLineage event. */
  @PostMapping("/lineage")
  @ResponseStatus(HttpStatus.CREATED)
  void accept(HttpServletRequest http) throws IOException {
    discovery.accept(callers.current(), Bodies.text(http));
  }

  @GetMapping("/search")
  ResponseEntity<byte[]> search(
      @RequestParam String text, @RequestParam(defaultValue = "0") int limit) {
    return Replies.ok(
        SearchResponse.newBuilder()
            .addAllHits(
                discovery.search(callers.current(), text, limit).hits().stream()
                    .map(LineageProtos::hit)
                    .toList()));
  }

  @GetMapping("/audit")
  ResponseEntity<byte[]> audit(
      @RequestParam(defaultValue = "") String principal,
      @RequestParam(defaultValue = "") String subject,
      @RequestParam(defaultValue = "0") int pageSize,
      @RequestParam(defaultValue = "") String pageToken) {
    AuditPage page = discovery.audit(callers.current(), principal, subject, pageSize, pageToken);
    return Replies.ok(
        ListAuditResponse.newBuilder()
            .addAllRecords(page.records().stream().map(LineageProtos::audit).toList())
            .setNextPageToken(page.next()));
  }
}
