package io.optima.testing.system;

import io.optima.store.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** The spans of one trace, as a collector has them. */
record Spans(List<Span> all) {
  /** One span; parent is empty for the root. */
  record Span(String id, String parent, String service, String name) {}

  static Spans of(URI zipkinTrace) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer =
          http.send(
              HttpRequest.newBuilder(zipkinTrace).build(), HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        return new Spans(List.of());
      }
      JsonNode spans = Json.mapper().readTree(answer.body());
      return new Spans(StreamSupport.stream(spans.spliterator(), false).map(Spans::span).toList());
    }
  }

  private static Span span(JsonNode span) {
    return new Span(
        span.path("id").asString(""),
        span.path("parentId").asString(""),
        span.at("/localEndpoint/serviceName").asString(""),
        span.path("name").asString(""));
  }

  List<Span> roots() {
    return all.stream().filter(span -> span.parent().isEmpty()).toList();
  }

  /** Spans whose parent no collector has. */
  List<Span> orphans() {
    Map<String, Span> byId = byId();
    return all.stream()
        .filter(span -> !span.parent().isEmpty() && !byId.containsKey(span.parent()))
        .toList();
  }

  /** Whether there is a span of a service called so, or beginning so, whose name has the text. */
  boolean has(String service, String name) {
    return all.stream().anyMatch(span -> is(span, service, name));
  }

  /** Whether such a span lies somewhere below such another. */
  boolean isBelow(String service, String name, String aboveService, String aboveName) {
    Map<String, Span> byId = byId();
    return all.stream()
        .filter(span -> is(span, service, name))
        .anyMatch(
            span -> {
              Span above = byId.get(span.parent());
              while (above != null && !is(above, aboveService, aboveName)) {
                above = byId.get(above.parent());
              }
              return above != null;
            });
  }

  private static boolean is(Span span, String service, String name) {
    return span.service().startsWith(service) && span.name().contains(name);
  }

  private Map<String, Span> byId() {
    return all.stream().collect(Collectors.toMap(Span::id, Function.identity(), (one, _) -> one));
  }

  /** As a tree, for whoever reads why a test failed. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    roots().forEach(root -> draw(root, "\n", text));
    orphans().forEach(orphan -> draw(orphan, "\nORPHAN ", text));
    return text.toString();
  }

  private void draw(Span span, String indent, StringBuilder text) {
    text.append(indent).append(span.service()).append(": ").append(span.name());
    all.stream()
        .filter(child -> child.parent().equals(span.id()))
        .forEach(child -> draw(child, indent + "  ", text));
  }
}
