package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.optima.store.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** OpenLineage in at the door and out to a file, on the real runtime. */
class OpenLineageIT {
  private static final String EVENT =
      """
      {"eventType": "COMPLETE", "eventTime": "2036-02-03T05:00:10.123Z",
       "producer": "https://github.com/OpenLineage/OpenLineage/tree/1.30.1/integration/spark",
       "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
       "run": {"runId": "0194cb51-6d2c-7c55-a0f4-2f7f5f2f9a10"},
       "job": {"namespace": "spark", "name": "revenue"},
       "inputs": [{"namespace": "optima://local", "name": "shop/orders"}],
       "outputs": [{"namespace": "s3://reports", "name": "revenue", "facets": {"columnLineage": {
         "_producer": "https://github.com/OpenLineage/OpenLineage/tree/1.30.1/integration/spark",
         "_schemaURL": "https://openlineage.io/spec/facets/1-2-0/ColumnLineageDatasetFacet.json",
         "fields": {"total": {"inputFields": [{"namespace": "optima://local", "name": "shop/orders",
           "field": "amount", "transformations": [{"type": "DIRECT", "subtype": "AGGREGATION"}]}]}}}}}]}
      """;

  @TempDir Path folder;

  @Test
  void othersAreHeardAndTold() throws Exception {
    Path told = folder.resolve("events.ndjson");
    try (OptimaUnderTest optima =
            OptimaUnderTest.start(
                settings -> settings.withProperty("optima.openlineage.file", told.toString()));
        HttpClient http = HttpClient.newHttpClient()) {
      Publishing.csv(optima.client(), "shop/orders", Publishing.orders(10, 1));

      assertThat(post(http, optima, EVENT).statusCode()).isEqualTo(201);
      assertThat(post(http, optima, EVENT).statusCode()).isEqualTo(201);
      HttpResponse<String> refused = post(http, optima, EVENT.replace("COMPLETE", "DONE"));
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("eventType is none of START");

      String drawn = lineage(optima);
      assertThat(drawn)
          .contains("external run 0194cb51-6d2c-7c55-a0f4-2f7f5f2f9a10  revenue")
          .contains("amount → total (expression)")
          .contains("external s3://reports/revenue");
      OptimaCommand.output(optima.home(), Map.of(), "repair");
      assertThat(lineage(optima)).isEqualTo(drawn);

      await().until(() -> Files.exists(told) && Files.readAllLines(told).size() == 1);
      JsonNode event = Json.mapper().readTree(Files.readAllLines(told).getFirst());
      assertThat(event.at("/outputs/0/name").asString()).isEqualTo("shop/orders");
      assertThat(event.at("/outputs/0/facets/schema/fields/2/name").asString()).isEqualTo("amount");
      JsonNode read = Json.mapper().readTree(events(http, optima));
      assertThat(read.path("events")).singleElement().isEqualTo(event);
    }
  }

  private static String lineage(OptimaUnderTest optima) throws Exception {
    return OptimaCommand.output(optima.home(), Map.of(), "lineage", "shop/orders", "--columns");
  }

  private static HttpResponse<String> post(HttpClient http, OptimaUnderTest optima, String event)
      throws IOException, InterruptedException {
    return http.send(
        request(optima, "/api/v1/lineage").POST(BodyPublishers.ofString(event)).build(),
        BodyHandlers.ofString());
  }

  private static String events(HttpClient http, OptimaUnderTest optima)
      throws IOException, InterruptedException {
    return http.send(request(optima, "/api/v1/lineage/events").build(), BodyHandlers.ofString())
        .body();
  }

  private static HttpRequest.Builder request(OptimaUnderTest optima, String path) {
    return HttpRequest.newBuilder(optima.running().http().resolve(path))
        .header("authorization", "Bearer " + optima.running().token());
  }
}
