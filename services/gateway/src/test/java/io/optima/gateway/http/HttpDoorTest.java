package io.optima.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.gateway.Doors;
import io.optima.store.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpDoorTest {
  /** SHA-256 of "hello world\n", as sha256sum prints it. */
  private static final String HELLO =
      "\"sha256:a948904f2f0f479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a447\"";

  private static final String FORM = "application/x-www-form-urlencoded";

  private final HttpClient http = HttpClient.newHttpClient();
  private Doors doors;

  @BeforeAll
  void open(@TempDir Path home) throws Exception {
    doors = Doors.open(home);
    put("http/orders", "csv", "id,name\n1,one\n2,two\n");
    put("http/hello", "text", "hello world\n");
  }

  @AfterAll
  void close() {
    http.close();
    doors.close();
  }

  private HttpRequest.Builder call(String path) {
    return HttpRequest.newBuilder(doors.http().resolve("/api/v1/" + path))
        .header("authorization", "Bearer ada");
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = call(path);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  /** As curl sends it: everything is a form. */
  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(call(path).header("content-type", FORM).POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> put(String dataset, String format, String body) throws Exception {
    return send(
        call("datasets/" + dataset + "/versions?format=" + format)
            .header("content-type", FORM)
            .PUT(BodyPublishers.ofString(body)));
  }

  private static JsonNode json(HttpResponse<String> response) {
    return Json.mapper().readTree(response.body());
  }

  @Test
  void requestsWithoutPrincipalAreProblemsWithRemedy() throws Exception {
    HttpResponse<String> refused =
        send(HttpRequest.newBuilder(doors.http().resolve("/api/v1/datasets")));
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(refused.headers().firstValue("www-authenticate")).isPresent();
    assertThat(json(refused).path("detail").asString()).contains("Bearer <token>");
  }

  @Test
  void healthAndMetricsAreOpen() throws Exception {
    for (String path : new String[] {"/actuator/health", "/actuator/prometheus"}) {
      assertThat(send(HttpRequest.newBuilder(doors.http().resolve(path))).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void aPutIsAVersionAndTheSameAgainIsNot() throws Exception {
    HttpResponse<String> first = put("http/put", "csv", "id\n1\n");
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(first.headers().firstValue("location"))
        .contains("/api/v1/datasets/http/put/versions/1");
    HttpResponse<String> again = put("http/put", "csv", "id\n1\n");
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(json(again).path("unchanged").asBoolean()).isTrue();
    HttpResponse<String> more = post("datasets/http/put/versions?format=csv", "id\n2\n");
    assertThat(json(more).path("version").path("rows").asInt()).isEqualTo(2);
  }

  @Test
  void tablesComeInEveryFormatAskedFor() throws Exception {
    String content = "datasets/http/orders/versions/1/content";
    assertThat(get(content + "?format=csv").body()).isEqualTo("id,name\n1,one\n2,two\n");
    HttpResponse<String> lines = get(content, "accept", "application/x-ndjson");
    assertThat(lines.headers().firstValue("content-type")).contains("application/x-ndjson");
    assertThat(lines.body().lines())
        .containsExactly("{\"id\":1,\"name\":\"one\"}", "{\"id\":2,\"name\":\"two\"}");
    assertThat(get(content + "?format=csv&columns=name&offset=1&limit=1").body())
        .isEqualTo("name\ntwo\n");
    assertThat(get(content + "?format=parquet").body()).startsWith("PAR1");
    assertThat(get(content + "?format=text").statusCode()).isEqualTo(422);
  }

  @Test
  void rawContentHasItsIdAsTagAndCanBeResumed() throws Exception {
    String content = "datasets/http/hello/versions/latest/content";
    HttpResponse<String> whole = get(content);
    assertThat(whole.body()).isEqualTo("hello world\n");
    assertThat(whole.headers().firstValue("etag")).contains(HELLO);
    assertThat(get(content, "if-none-match", HELLO).statusCode()).isEqualTo(304);

    HttpResponse<String> rest = get(content, "range", "bytes=6-", "if-range", HELLO);
    assertThat(rest.statusCode()).isEqualTo(206);
    assertThat(rest.headers().firstValue("content-range")).contains("bytes 6-11/12");
    assertThat(rest.body()).isEqualTo("world\n");
    assertThat(get(content, "range", "bytes=-2").body()).isEqualTo("d\n");
    assertThat(get(content, "range", "bytes=0-0").body()).isEqualTo("h");
    assertThat(get(content, "range", "bytes=12-").statusCode()).isEqualTo(416);
    assertThat(get(content, "range", "bytes=6-", "if-range", "\"other\"").body())
        .isEqualTo("hello world\n");
  }

  @Test
  void aResumedDownloadNeverMixesVersions() throws Exception {
    put("http/notes", "text", "first version");
    String content = "datasets/http/notes/versions/latest/content";
    String tag = get(content, "range", "bytes=0-4").headers().firstValue("etag").orElseThrow();
    assertThat(get(content, "range", "bytes=5-", "if-range", tag).body()).isEqualTo(" version");
    put("http/notes", "text", "another text");
    HttpResponse<String> changed = get(content, "range", "bytes=5-", "if-range", tag);
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(changed.body()).isEqualTo("another text");
    assertThat(get(content, "if-none-match", tag).statusCode()).isEqualTo(200);
    assertThat(
            get("datasets/http/notes/versions/1/content", "range", "bytes=5-", "if-range", tag)
                .body())
        .isEqualTo(" version");
  }

  @Test
  void tablesHaveATagForEachWayTheyAreAskedFor() throws Exception {
    String content = "datasets/http/orders/versions/latest/content?format=csv";
    String tag = get(content).headers().firstValue("etag").orElseThrow();
    assertThat(get(content, "if-none-match", tag).statusCode()).isEqualTo(304);
    assertThat(get(content, "if-none-match", "\"x\", W/" + tag).statusCode()).isEqualTo(304);
    assertThat(get(content + "&columns=id", "if-none-match", tag).statusCode()).isEqualTo(200);
    HttpResponse<String> ranged = get(content, "range", "bytes=0-1");
    assertThat(ranged.statusCode()).isEqualTo(200);
    assertThat(ranged.headers().firstValue("accept-ranges")).contains("none");
  }

  @Test
  void aProtobufMessageDeclaresTheColumns() throws Exception {
    String proto =
        """
        syntax = "proto3";
        message Other { string text = 1; }
        message Order { int32 id = 1; double price = 2; }
        """;
    String declared =
        "&protoMessage=Order&proto=" + URLEncoder.encode(proto, StandardCharsets.UTF_8);
    HttpResponse<String> published =
        send(
            call("datasets/http/proto/versions?format=csv" + declared)
                .PUT(BodyPublishers.ofString("id,price\n1,2\n")));
    assertThat(published.statusCode()).isEqualTo(201);
    assertThat(json(published).path("version").path("schema").path("columns").toString())
        .contains("int32", "float64");
    HttpResponse<String> misfit =
        send(
            call("datasets/http/proto/versions?format=csv" + declared)
                .PUT(BodyPublishers.ofString("id,price\n1,2\n1.5,3\n")));
    assertThat(misfit.statusCode()).isEqualTo(422);
    assertThat(json(misfit).path("detail").asString())
        .isEqualTo("column 'id', row 2: the value '1.5' is not int32");
    HttpResponse<String> breaking =
        send(
            call("datasets/http/proto/versions?format=csv&column=id:utf8&column=price:float64")
                .PUT(BodyPublishers.ofString("id,price\na,2\n")));
    assertThat(breaking.statusCode()).isEqualTo(422);
    assertThat(json(breaking).path("detail").asString())
        .contains("column 'id' was int32 and is now utf8", "--allow-breaking");
    HttpResponse<String> allowed =
        send(
            call("datasets/http/proto/versions?format=csv&column=id:utf8&column=price:float64"
                    + "&allowBreaking=true")
                .PUT(BodyPublishers.ofString("id,price\na,2\n")));
    assertThat(allowed.statusCode()).isEqualTo(201);
  }

  @Test
  void aPinnedVersionMayBeKeptForever() throws Exception {
    assertThat(get("datasets/http/hello/versions/1/content").headers().firstValue("cache-control"))
        .hasValueSatisfying(value -> assertThat(value).contains("immutable"));
  }

  @Test
  void sqlAnswersWithLinesAndTheVersionsItRead() throws Exception {
    HttpResponse<String> answer =
        post(
            "sql",
            "{\"sql\": \"select name, 1.50::decimal(4,2) as price, date '2020-02-29' as day"
                + " from http.orders where id > $1\", \"parameters\": [1]}");
    assertThat(answer.body())
        .isEqualTo("{\"name\":\"two\",\"price\":1.50,\"day\":\"2020-02-29\"}\n");
    assertThat(answer.headers().firstValue("optima-inputs")).contains("http/orders@1");
    HttpResponse<String> refused =
        post("sql", "{\"sql\": \"select * from read_text('/etc/passwd')\"}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).path("code").asString()).isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void runsAreWatchedAsEvents() throws Exception {
    post("transformations", "select * from orders");
    JsonNode run = json(post("transformations/copy/runs", "{\"idempotencyKey\": \"one\"}"));
    assertThat(run.path("state").asString()).isEqualTo("queued");
    assertThat(get("runs/one/watch").body().lines())
        .filteredOn(line -> line.startsWith("data: "))
        .extracting(line -> Json.mapper().readTree(line.substring(6)).path("state").asString())
        .containsExactly("queued", "running", "succeeded");
  }

  @Test
  void theLifeOfADataset() throws Exception {
    post(
        "datasets",
        "{\"name\": \"http/life\", \"labels\": {\"a\": \"1\"}, \"kind\": \"immutable\"}");
    HttpRequest.Builder patch =
        call("datasets/http/life")
            .method("PATCH", BodyPublishers.ofString("{\"description\": \"of things\"}"));
    assertThat(json(send(patch)).path("description").asString()).isEqualTo("of things");
    assertThat(json(send(call("datasets/http/life").DELETE())).path("dropped").asBoolean())
        .isTrue();
    assertThat(json(post("datasets/http/life/undrop", "")).path("dropped").asBoolean()).isFalse();
    assertThat(json(get("datasets?group=http")).path("datasets").toString()).contains("http/life");
    assertThat(get("datasets/http/none").statusCode()).isEqualTo(404);
    assertThat(post("datasets", "{\"name\": \"http/life\"}").statusCode()).isEqualTo(409);
  }

  @Test
  void openLineageEventsAreTakenIn() throws Exception {
    assertThat(post("lineage", "{\"eventType\": \"COMPLETE\"}").statusCode()).isEqualTo(201);
  }

  @Test
  void housekeepingIsForAdministrators() throws Exception {
    assertThat(post("operations/gc", "").statusCode()).isEqualTo(403);
    HttpRequest.Builder asAdmin =
        HttpRequest.newBuilder(doors.http().resolve("/api/v1/operations/gc?grace=PT1H"))
            .header("authorization", "Bearer admin")
            .POST(BodyPublishers.noBody());
    assertThat(json(send(asAdmin)).path("bytes").asInt()).isEqualTo(3600);
  }
}
