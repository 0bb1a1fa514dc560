package io.optima.gateway.http;

import io.optima.gateway.Callers;
import io.optima.gateway.Discovery;
import io.optima.gateway.wire.LineageProtos;
import io.optima.model.DatasetRef;
import io.optima.model.lineage.LineageQueries.AuditPage;
import io.optima.model.lineage.LineageQueries.Direction;
import io.optima.model.lineage.LineageQueries.EventPage;
import io.optima.store.Json;
import io.optima.v1.ListAuditResponse;
import io.optima.v1.SearchResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

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

  /** What Optima emitted, as it was sent: the specification's JSON, not Protobuf's. */
  @GetMapping(path = "/lineage/events", produces = MediaType.APPLICATION_JSON_VALUE)
  byte[] events(
      @RequestParam(defaultValue = "0") int pageSize,
      @RequestParam(defaultValue = "") String pageToken) {
    EventPage page = discovery.events(callers.current(), pageSize, pageToken);
    List<JsonNode> events = page.events().stream().map(Json.mapper()::readTree).toList();
    return Json.bytes(Map.of("events", events, "nextPageToken", page.next()));
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
