package io.optima.gateway.http;

import io.optima.gateway.Caller;
import io.optima.gateway.Callers;
import io.optima.gateway.Downloads;
import io.optima.gateway.Downloads.Download;
import io.optima.gateway.Downloads.Request;
import io.optima.gateway.Proofs;
import io.optima.gateway.Publishing;
import io.optima.gateway.Publishing.Published;
import io.optima.gateway.wire.ContentProtos;
import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What versions hold: uploads, downloads, proofs and verification on HTTP. */
@RestController
@RequestMapping("/api/v1/datasets/{group}/{name}/versions")
final class ContentController {
  private final Callers callers;
  private final Publishing publishing;
  private final Downloads downloads;
  private final Proofs proofs;

  ContentController(Callers callers, Publishing publishing, Downloads downloads, Proofs proofs) {
    this.callers = callers;
    this.publishing = publishing;
    this.downloads = downloads;
    this.proofs = proofs;
  }

  /** The body becomes the whole content of a new version. */
  @PutMapping
  ResponseEntity<byte[]> replace(
      @PathVariable String group, @PathVariable String name, HttpServletRequest request)
      throws IOException {
    return publish(callers.current(), new DatasetName(group, name), "replace", request);
  }

  /** The body is put behind the content of the latest version. */
  @PostMapping
  ResponseEntity<byte[]> append(
      @PathVariable String group, @PathVariable String name, HttpServletRequest request)
      throws IOException {
    return publish(callers.current(), new DatasetName(group, name), "append", request);
  }

  private ResponseEntity<byte[]> publish(
      Caller caller, DatasetName name, String mode, HttpServletRequest request) throws IOException {
    Published published =
        publishing.upload(
            caller, UploadParameters.of(name, mode, request), request.getInputStream());
    HttpStatus status = published.unchanged() ? HttpStatus.OK : HttpStatus.CREATED;
    return ResponseEntity.status(status)
        .header(
            HttpHeaders.LOCATION,
            "/api/v1/datasets/%s/versions/%d".formatted(name, published.version().number()))
        .header(HttpHeaders.ETAG, '"' + published.version().content().toString() + '"')
        .contentType(MediaType.APPLICATION_JSON)
        .body(Replies.bytes(ContentProtos.published(published)));
  }

  /** The content itself, also by HEAD; ranges of bytes of text and binary. */
  @GetMapping("/{version}/content")
  void download(
      @PathVariable String group,
      @PathVariable String name,
      @PathVariable String version,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    DatasetRef reference = DatasetRef.pinned(new DatasetName(group, name), version);
    Request wanted = DownloadParameters.of(reference, request);
    try (Download download = downloads.open(callers.current(), wanted)) {
      new DownloadAnswer(download, wanted, request, response).write();
    }
  }

  @GetMapping("/{version}/proof")
  ResponseEntity<byte[]> prove(
      @PathVariable String group,
      @PathVariable String name,
      @PathVariable String version,
      @RequestParam(defaultValue = "") List<String> columns,
      @RequestParam(defaultValue = "0") long offset,
      @RequestParam(defaultValue = "0") long limit) {
    DatasetRef reference = DatasetRef.pinned(new DatasetName(group, name), version);
    return Replies.ok(
        ContentProtos.proof(proofs.prove(callers.current(), reference, columns, offset, limit)));
  }

  /** Progress and at last the result as server-sent events. */
  @PostMapping("/{version}/verify")
  void verify(
      @PathVariable String group,
      @PathVariable String name,
      @PathVariable String version,
      HttpServletResponse response)
      throws IOException {
    Caller caller = callers.current();
    DatasetRef reference = DatasetRef.pinned(new DatasetName(group, name), version);
    proofs.requireReadable(caller, reference);
    EventStream events = EventStream.open(response);
    events.send(
        ContentProtos.verified(
            proofs.verify(
                caller, reference, bytes -> events.send(ContentProtos.verifying(bytes)))));
  }
}
