package io.optima.gateway.http;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Bodies that are read whole, whatever type they declare: curl calls everything a form. */
final class Bodies {
  private static final int MOST_BYTES = 16 << 20;

  private Bodies() {}

  static byte[] bytes(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      throw OptimaException.of(
          ErrorCode.RESOURCE_EXHAUSTED, "the body has more than %d bytes", MOST_BYTES);
    }
    return body;
  }

  static String text(HttpServletRequest request) throws IOException {
    return new String(bytes(request), StandardCharsets.UTF_8);
  }
}
