package io.optima.gateway.http;

import com.google.protobuf.MessageOrBuilder;
import io.optima.gateway.wire.ProtoJson;
import io.optima.store.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/** Server-sent events (WHATWG HTML, section 9.2); each holds one message as JSON. */
final class EventStream {
  private final OutputStream out;
  private boolean gone;

  private EventStream(OutputStream out) {
    this.out = out;
  }

  static EventStream open(HttpServletResponse response) throws IOException {
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setHeader("Cache-Control", "no-store");
    response.flushBuffer();
    return new EventStream(response.getOutputStream());
  }

  void send(MessageOrBuilder message) {
    write("data: " + Json.mapper().writeValueAsString(ProtoJson.tree(message)) + "\n\n");
  }

  /** An event that a client which comes back names as its last one. */
  void send(String id, JsonNode event) {
    write("id: " + id + "\ndata: " + Json.mapper().writeValueAsString(event) + "\n\n");
  }

  /** Whether the client has gone; a comment that nobody sees finds it out. */
  boolean isGone() {
    write(":\n\n");
    return gone;
  }

  private void write(String text) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      gone = true;
    }
  }
}
