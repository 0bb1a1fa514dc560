package io.optima.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.gateway.Doors;
import io.optima.gateway.MemoryNodes;
import io.optima.gateway.grpc.StreamCalls;
import io.optima.store.Json;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StreamHttpTest {
  private static final String JSON = "application/json";

  private final HttpClient http = HttpClient.newHttpClient();
  private Doors doors;

  @BeforeAll
  void open(@TempDir Path home) {
    doors = Doors.open(home);
  }

  @AfterAll
  void close() {
    http.close();
    doors.close();
  }

  private HttpRequest.Builder call(String path) {
    return HttpRequest.newBuilder(doors.http().resolve("/api/v1/streams" + path))
        .header("authorization", "Bearer ada");
  }

  private HttpResponse<String> post(String path, String type, String body) throws Exception {
    return http.send(
        call(path).header("content-type", type).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = call(path);
    return http.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) {
    return Json.mapper().readTree(response.body());
  }

  private void stream(String name, int partitions) {
    StreamCalls.create(doors.as("ada"), name, partitions);
  }

  /** Lines of events that begin so, without that. */
  private static List<String> lines(String events, String begin) {
    return events
        .lines()
        .filter(line -> line.startsWith(begin))
        .map(line -> line.substring(begin.length()))
        .toList();
  }

  private static List<String> values(String events) {
    return lines(events, "data: ").stream()
        .map(event -> Json.mapper().readTree(event).path("value").asString())
        .toList();
  }

  @Test
  void streamsAreMadeDescribedAndSealed() throws Exception {
    HttpResponse<String> made =
        post(
            "",
            JSON,
            """
            {"name": "http/made", "settings": {"partitions": 2, "durability": "object",
             "retention": {"age": "3600s"}}}\
            """);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(json(made).at("/settings/durability").asString()).isEqualTo("object");
    assertThat(json(made).at("/settings/retention/age").asString()).isEqualTo("3600s");
    assertThat(json(get("/http/made"))).isEqualTo(json(made));
    HttpResponse<String> grown =
        http.send(
            call("/http/made")
                .method("PATCH", BodyPublishers.ofString("{\"partitions\": 3}"))
                .header("content-type", JSON)
                .build(),
            BodyHandlers.ofString());
    assertThat(grown.statusCode()).as(grown.body()).isEqualTo(200);
    assertThat(json(grown).at("/settings/partitions").asInt()).isEqualTo(3);
    assertThat(json(grown).at("/settings/durability").asString()).isEqualTo("object");
    post("/http/made/records", "text/plain", "x");
    JsonNode after = json(post("/http/made/seal", JSON, ""));
    assertThat(
            after.at("/partitions").valueStream().mapToLong(p -> p.path("sealed").asLong()).sum())
        .isEqualTo(1);
  }

  @Test
  void aBodyOfAnyTypeIsOneRecord() throws Exception {
    stream("http/raw", 1);
    HttpResponse<String> first =
        post("/http/raw/records?key=k&id=1", "application/x-www-form-urlencoded", "a=b\n");
    assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
    assertThat(json(first).at("/records/0/offset").asLong()).isZero();
    HttpResponse<String> again = post("/http/raw/records?key=k&id=1", "text/plain", "a=b\n");
    assertThat(json(again).at("/records/0/repeated").asBoolean()).isTrue();
    JsonNode event =
        Json.mapper()
            .readTree(
                lines(get("/http/raw/records?from=earliest&follow=false").body(), "data: ")
                    .getFirst());
    assertThat(event.path("key").asString()).isEqualTo("k");
    assertThat(event.path("value").asString()).isEqualTo("a=b\n");
  }

  @Test
  void jsonIsOneRecordOrMany() throws Exception {
    stream("http/json", 1);
    HttpResponse<String> many =
        post(
            "/http/json/records",
            JSON,
            """
            [{"value": "text", "headers": {"h": "x"}}, {"value": {"a": 1}}, {"valueBase64": "/w=="}]\
            """);
    assertThat(many.statusCode()).as(many.body()).isEqualTo(201);
    assertThat(json(many).at("/records/2/offset").asLong()).isEqualTo(2);
    assertThat(post("/http/json/records", JSON, "{\"value\": \"one\"}").statusCode())
        .isEqualTo(201);
    List<String> events = lines(get("/http/json/records?from=0&follow=false").body(), "data: ");
    assertThat(events).hasSize(4);
    assertThat(Json.mapper().readTree(events.get(0)).at("/headers/h").asString()).isEqualTo("x");
    assertThat(Json.mapper().readTree(events.get(1)).path("value").asString())
        .isEqualTo("{\"a\":1}");
    assertThat(Json.mapper().readTree(events.get(2)).path("valueBase64").asString())
        .isEqualTo("/w==");
    for (String bad : List.of("[]", "[1]", "{}", "{", "{\"valueBase64\": \"?\"}")) {
      assertThat(post("/http/json/records", JSON, bad).statusCode()).as(bad).isEqualTo(400);
    }
  }

  @Test
  void aTailGoesOnBehindTheLastEvent() throws Exception {
    stream("http/resume", 2);
    for (int i = 0; i < 4; i++) {
      StreamCalls.publish(doors.as("ada"), "http/resume", i % 2, "v" + i);
    }
    String events = get("/http/resume/records?from=earliest&follow=false").body();
    assertThat(values(events)).containsExactlyInAnyOrder("v0", "v1", "v2", "v3");
    String second = lines(events, "id: ").get(1);
    String rest = get("/http/resume/records?follow=false", "Last-Event-ID", second).body();
    assertThat(values(rest)).containsExactlyInAnyOrderElementsOf(values(events).subList(2, 4));
    assertThat(values(get("/http/resume/records?from=earliest&partition=1&follow=false").body()))
        .containsExactly("v1", "v3");
  }

  @Test
  void aTailThatGoesOnHasThePartitionsThatWereAddedSince() throws Exception {
    stream("http/grown", 1);
    StreamCalls.publish(doors.as("ada"), "http/grown", 0, "old");
    String last =
        lines(get("/http/grown/records?from=earliest&follow=false").body(), "id: ").getFirst();
    StreamCalls.grow(doors.as("ada"), "http/grown", 2);
    StreamCalls.publish(doors.as("ada"), "http/grown", 1, "new");
    String rest = get("/http/grown/records?follow=false", "Last-Event-ID", last).body();
    assertThat(values(rest)).containsExactly("new");
    String one = get("/http/grown/records?partition=0&follow=false", "Last-Event-ID", last).body();
    assertThat(values(one)).isEmpty();
  }

  @Test
  void eventsComeAsRecordsDo() throws Exception {
    stream("http/live", 1);
    StreamCalls.publish(doors.as("ada"), "http/live", 0, "before");
    HttpResponse<InputStream> tail =
        http.send(call("/http/live/records?from=0").build(), BodyHandlers.ofInputStream());
    try (InputStream body = tail.body()) {
      assertThat(tail.headers().firstValue("content-type")).contains("text/event-stream");
      assertThat(nextValue(body)).isEqualTo("before");
      StreamCalls.publish(doors.as("ada"), "http/live", 0, "later");
      assertThat(nextValue(body)).isEqualTo("later");
    }
  }

  private static String nextValue(InputStream body) throws Exception {
    StringBuilder line = new StringBuilder();
    for (int next = body.read(); next >= 0; next = body.read()) {
      if (next != '\n') {
        line.append((char) next);
      } else if (line.toString().startsWith("data: ")) {
        return values(line.toString()).getFirst();
      } else {
        line.setLength(0);
      }
    }
    throw new AssertionError("the tail ended");
  }

  @Test
  void placesThatAreNoneAndStrangersAreRefusedBeforeTheFirstEvent() throws Exception {
    stream("http/refused", 1);
    assertThat(get("/http/refused/records?from=noon").statusCode()).isEqualTo(400);
    assertThat(get("/http/refused/records", "Last-Event-ID", "x").statusCode()).isEqualTo(400);
    assertThat(get("/http/refused/records?partition=9").statusCode()).isEqualTo(404);
    HttpResponse<String> stranger =
        http.send(
            HttpRequest.newBuilder(doors.http().resolve("/api/v1/streams/http/refused/records"))
                .header("authorization", "Bearer bob")
                .build(),
            BodyHandlers.ofString(StandardCharsets.UTF_8));
    assertThat(stranger.statusCode()).isEqualTo(404);
    assertThat(doors.part(MemoryNodes.class).partition("http/refused", 0).asked()).isEmpty();
  }

  @Test
  void sqlSeesWhatIsInTheJournal() throws Exception {
    stream("http/journal", 2);
    StreamCalls.publish(doors.as("ada"), "http/journal", 0, "a", "b");
    doors.part(MemoryNodes.class).partition("http/journal", 0).move();
    StreamCalls.publish(doors.as("ada"), "http/journal", 0, "c");
    HttpResponse<String> rows =
        http.send(
            HttpRequest.newBuilder(doors.http().resolve("/api/v1/sql"))
                .header("authorization", "Bearer ada")
                .POST(
                    BodyPublishers.ofString(
                        """
                        {"sql": "select count(*) as n, max(\\"offset\\") as last from http.journal"}\
                        """))
                .build(),
            BodyHandlers.ofString());
    assertThat(rows.body()).contains("{\"n\":3,\"last\":2}");
  }

  @Test
  void recordsOfTypedStreamsAreObjectsOfTheirColumns() throws Exception {
    HttpResponse<String> made =
        post(
            "",
            JSON,
            """
            {"name": "http/typed", "settings": {"protoSource":
             "message Row { required int64 id = 1; optional string day = 2; // optima: date\\n}"}}\
            """);
    assertThat(json(made).at("/settings/schema/columns/1/type").asString())
        .as(made.body())
        .isEqualTo("date");
    HttpResponse<String> stored =
        post(
            "/http/typed/records",
            JSON,
            "[{\"value\": {\"id\": 1, \"day\": \"2026-01-31\"}}, {\"key\": \"k\", \"value\":"
                + " {\"id\": 2}}]");
    assertThat(stored.statusCode()).as(stored.body()).isEqualTo(201);
    assertThat(
            lines(get("/http/typed/records?from=earliest&follow=false").body(), "data: ").stream()
                .map(event -> Json.mapper().readTree(event).path("value").toString()))
        .containsExactly("{\"id\":\"1\",\"day\":\"2026-01-31\"}", "{\"id\":\"2\"}");
    refused("[{\"value\": {\"id\": 3}}, {\"value\": {\"no\": 1}}]", "record 1", "no");
    refused("{\"value\": \"text\"}", "record 0", "no object of the columns [id, day]");
    refused("{\"value\": {\"id\": 1, \"day\": \"today\"}}", "record 0: column 'day'", "date");
    assertThat(lines(get("/http/typed/records?from=earliest&follow=false").body(), "data: "))
        .hasSize(2);
  }

  private void refused(String body, String... why) throws Exception {
    HttpResponse<String> refused = post("/http/typed/records", JSON, body);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(json(refused).toString()).contains(why);
  }
}
