package io.optima.gateway.http;

import io.optima.gateway.Callers;
import io.optima.gateway.Catalog;
import io.optima.gateway.Discovery;
import io.optima.gateway.wire.DatasetProtos;
import io.optima.gateway.wire.ProtoJson;
import io.optima.gateway.wire.RequestProtos;
import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.v1.CreateDatasetRequest;
import io.optima.v1.UpdateDatasetRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Datasets and their versions on HTTP; content goes through {@link ContentController}. */
@RestController
@RequestMapping("/api/v1/datasets")
final class DatasetController {
  private final Callers callers;
  private final Catalog catalog;
  private final Discovery discovery;

  DatasetController(Callers callers, Catalog catalog, Discovery discovery) {
    this.callers = callers;
    this.catalog = catalog;
    this.discovery = discovery;
  }

  @GetMapping
  ResponseEntity<byte[]> list(
      @RequestParam(defaultValue = "") String group,
      @RequestParam(required = false) List<String> label,
      @RequestParam(defaultValue = "") String owner,
      @RequestParam(defaultValue = "") String text,
      @RequestParam(defaultValue = "false") boolean dropped,
      @RequestParam(defaultValue = "0") int pageSize,
      @RequestParam(defaultValue = "") String pageToken) {
    Discovery.Filter filter = new Discovery.Filter(group, labels(label), owner, text, dropped);
    return Replies.ok(
        DatasetProtos.page(discovery.list(callers.current(), filter, pageSize, pageToken)));
  }

  private static Map<String, String> labels(@org.jspecify.annotations.Nullable List<String> pairs) {
    Map<String, String> labels = new HashMap<>();
    for (String pair : pairs == null ? List.<String>of() : pairs) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw OptimaException.invalid("label '%s' is not of the form key=value", Shown.of(pair));
      }
      labels.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return labels;
  }

  @PostMapping
  ResponseEntity<byte[]> create(HttpServletRequest http) throws IOException {
    CreateDatasetRequest.Builder request =
        ProtoJson.read(Bodies.text(http), CreateDatasetRequest.newBuilder());
    return Replies.json(
        HttpStatus.CREATED,
        DatasetProtos.dataset(
            catalog.create(callers.current(), RequestProtos.creation(request.build()))));
  }

  @GetMapping("/{group}/{name}")
  ResponseEntity<byte[]> describe(@PathVariable String group, @PathVariable String name) {
    return Replies.ok(
        DatasetProtos.dataset(catalog.describe(callers.current(), new DatasetName(group, name))));
  }

  @PatchMapping("/{group}/{name}")
  ResponseEntity<byte[]> update(
      @PathVariable String group, @PathVariable String name, HttpServletRequest http)
      throws IOException {
    UpdateDatasetRequest.Builder request =
        ProtoJson.read(Bodies.text(http), UpdateDatasetRequest.newBuilder())
            .setName(group + "/" + name);
    return Replies.ok(
        DatasetProtos.dataset(
            catalog.update(callers.current(), RequestProtos.update(request.build()))));
  }

  @DeleteMapping("/{group}/{name}")
  ResponseEntity<byte[]> drop(
      @PathVariable String group,
      @PathVariable String name,
      @RequestParam(defaultValue = "") String idempotencyKey) {
    return Replies.ok(
        DatasetProtos.dataset(
            catalog.drop(
                callers.current(),
                new DatasetName(group, name),
                RequestProtos.key(idempotencyKey))));
  }

  @PostMapping("/{group}/{name}/undrop")
  ResponseEntity<byte[]> undrop(
      @PathVariable String group,
      @PathVariable String name,
      @RequestParam(defaultValue = "") String idempotencyKey) {
    return Replies.ok(
        DatasetProtos.dataset(
            catalog.undrop(
                callers.current(),
                new DatasetName(group, name),
                RequestProtos.key(idempotencyKey))));
  }

  @GetMapping("/{group}/{name}/versions")
  ResponseEntity<byte[]> versions(
      @PathVariable String group,
      @PathVariable String name,
      @RequestParam(defaultValue = "0") int pageSize,
      @RequestParam(defaultValue = "") String pageToken) {
    return Replies.ok(
        DatasetProtos.page(
            catalog.versions(
                callers.current(), new DatasetName(group, name), pageSize, pageToken)));
  }

  /** {@code version} is a number, a content id or {@code latest}. */
  @GetMapping("/{group}/{name}/versions/{version}")
  ResponseEntity<byte[]> version(
      @PathVariable String group, @PathVariable String name, @PathVariable String version) {
    DatasetRef reference = DatasetRef.pinned(new DatasetName(group, name), version);
    return Replies.ok(DatasetProtos.described(catalog.version(callers.current(), reference)));
  }
}
