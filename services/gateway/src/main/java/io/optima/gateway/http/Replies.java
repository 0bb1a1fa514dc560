package io.optima.gateway.http;

import com.google.protobuf.MessageOrBuilder;
import io.optima.gateway.wire.ProtoJson;
import io.optima.store.Json;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** How answers are written. */
final class Replies {
  private Replies() {}

  static ResponseEntity<byte[]> ok(MessageOrBuilder message) {
    return json(HttpStatus.OK, message);
  }

  static ResponseEntity<byte[]> json(HttpStatus status, MessageOrBuilder message) {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_JSON)
        .body(bytes(message));
  }

  static byte[] bytes(MessageOrBuilder message) {
    return Json.bytes(ProtoJson.tree(message));
  }
}
