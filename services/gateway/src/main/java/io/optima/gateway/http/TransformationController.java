package io.optima.gateway.http;

import io.optima.gateway.Callers;
import io.optima.gateway.Runs;
import io.optima.gateway.wire.ProtoJson;
import io.optima.gateway.wire.TransformationProtos;
import io.optima.model.transform.TransformQueries.RevisionPage;
import io.optima.model.transform.TransformQueries.RunPage;
import io.optima.v1.ListRunsResponse;
import io.optima.v1.ListTransformationsResponse;
import io.optima.v1.StartRunRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Transformations and runs on HTTP. */
@RestController
@RequestMapping("/api/v1")
final class TransformationController {
  private final Callers callers;
  private final Runs runs;

  TransformationController(Callers callers, Runs runs) {
    this.callers = callers;
    this.runs = runs;
  }

  /** Takes the YAML document itself. */
  @PostMapping("/transformations")
  ResponseEntity<byte[]> apply(HttpServletRequest http) throws IOException {
    return Replies.ok(
        TransformationProtos.transformation(runs.apply(callers.current(), Bodies.text(http))));
  }

  @GetMapping("/transformations")
  ResponseEntity<byte[]> list(
      @RequestParam(defaultValue = "0") int pageSize,
      @RequestParam(defaultValue = "") String pageToken) {
    RevisionPage page = runs.list(callers.current(), pageSize, pageToken);
    return Replies.ok(
        ListTransformationsResponse.newBuilder()
            .addAllTransformations(
                page.transformations().stream().map(TransformationProtos::transformation).toList())
            .setNextPageToken(page.next()));
  }

  @GetMapping("/transformations/{name}")
  ResponseEntity<byte[]> get(@PathVariable String name) {
    return Replies.ok(TransformationProtos.transformation(runs.get(callers.current(), name)));
  }

  @PostMapping("/transformations/{name}/runs")
  ResponseEntity<byte[]> start(@PathVariable String name, HttpServletRequest http)
      throws IOException {
    StartRunRequest.Builder request =
        ProtoJson.read(Bodies.text(http), StartRunRequest.newBuilder());
    return Replies.json(
        HttpStatus.ACCEPTED,
        TransformationProtos.run(
            runs.start(
                callers.current(),
                name,
                request.getParametersMap(),
                request.getOutput(),
                request.getIdempotencyKey())));
  }

  @GetMapping("/runs")
  ResponseEntity<byte[]> runs(
      @RequestParam(defaultValue = "") String transformation,
      @RequestParam(defaultValue = "0") int pageSize,
      @RequestParam(defaultValue = "") String pageToken) {
    RunPage page = runs.runs(callers.current(), transformation, pageSize, pageToken);
    return Replies.ok(
        ListRunsResponse.newBuilder()
            .addAllRuns(page.runs().stream().map(TransformationProtos::run).toList())
            .setNextPageToken(page.next()));
  }

  @GetMapping("/runs/{id}")
  ResponseEntity<byte[]> run(@PathVariable String id) {
    return Replies.ok(TransformationProtos.run(runs.run(callers.current(), id)));
  }

  @PostMapping("/runs/{id}/cancel")
  ResponseEntity<byte[]> cancel(@PathVariable String id) {
    return Replies.ok(TransformationProtos.run(runs.cancel(callers.current(), id)));
  }

  @PostMapping("/runs/{id}/pause")
  ResponseEntity<byte[]> pause(@PathVariable String id) {
    return Replies.ok(TransformationProtos.run(runs.pause(callers.current(), id)));
  }

  @PostMapping("/runs/{id}/resume")
  ResponseEntity<byte[]> resume(@PathVariable String id) {
    return Replies.ok(TransformationProtos.run(runs.resume(callers.current(), id)));
  }

  /** The run now and after every change, as server-sent events, until it has ended. */
  @GetMapping("/runs/{id}/watch")
  void watch(@PathVariable String id, HttpServletResponse response) throws IOException {
    runs.run(callers.current(), id);
    EventStream events = EventStream.open(response);
    runs.watch(
        callers.current(), id, run -> events.send(TransformationProtos.run(run)), events::isGone);
  }
}
