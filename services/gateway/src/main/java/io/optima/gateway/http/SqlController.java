package io.optima.gateway.http;

import io.optima.gateway.Callers;
import io.optima.gateway.Queries;
import io.optima.gateway.Queries.Question;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Format;
import io.optima.query.sql.CheckedQuery;
import io.optima.query.sql.RunningQuery;
import io.optima.store.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** SQL on HTTP: rows as JSON lines, or as an Arrow stream to who accepts that. */
@RestController
final class SqlController {
  private final Callers callers;
  private final Queries queries;
  private final BufferAllocator allocator;

  SqlController(Callers callers, Queries queries, BufferAllocator allocator) {
    this.callers = callers;
    this.queries = queries;
    this.allocator = allocator;
  }

  /**
   * A statement.
   *
   * @param parameters by position: a list; by name: an object; null: none
   */
  record Body(@Nullable String sql, @Nullable Object parameters) {}

  @PostMapping("/api/v1/sql")
  void run(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Body body = Json.read(Bodies.bytes(request), Body.class);
    if (body.sql() == null || body.sql().isBlank()) {
      throw OptimaException.invalid("the body needs the field 'sql'");
    }
    CheckedQuery query = queries.open(callers.current(), Question.of(body.sql()));
    try (RunningQuery running = query.run(values(query, body.parameters()), allocator)) {
      response.setHeader("Optima-Inputs", inputs(query));
      write(running.reader(), wantsArrow(request), response);
    }
  }

  private static List<? extends @Nullable Object> values(
      CheckedQuery query, @Nullable Object parameters) {
    return switch (parameters) {
      case null -> List.of();
      case List<?> list -> list;
      case Map<?, ?> map ->
          query.values(
              map.entrySet().stream()
                  .collect(
                      Collectors.toMap(
                          entry -> String.valueOf(entry.getKey()), Map.Entry::getValue)));
      default -> throw OptimaException.invalid("'parameters' is a list or an object");
    };
  }

  /** The versions that were read, so that the answer can be had again. */
  private static String inputs(CheckedQuery query) {
    return query.inputs().stream()
        .map(input -> input.dataset() + "@" + input.version())
        .collect(Collectors.joining(", "));
  }

  private static boolean wantsArrow(HttpServletRequest request) {
    @Nullable String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.contains(Format.ARROW.mediaType());
  }

  private static void write(ArrowReader rows, boolean arrow, HttpServletResponse response)
      throws IOException {
    response.setContentType((arrow ? Format.ARROW : Format.JSON).mediaType());
    OutputStream out = response.getOutputStream();
    if (arrow) {
      writeArrow(rows, out);
    } else {
      JsonLines.write(rows, out);
    }
  }

  private static void writeArrow(ArrowReader rows, OutputStream out) throws IOException {
    try (ArrowStreamWriter writer = new ArrowStreamWriter(rows.getVectorSchemaRoot(), rows, out)) {
      writer.start();
      while (rows.loadNextBatch()) {
        writer.writeBatch();
      }
      writer.end();
    }
  }
}
