package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.optima.launch.Layout;
import io.optima.testing.servers.ZipkinServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One trace spans the command line, every service and the sidecars; a real Zipkin has it. */
@Tag("long")
class TraceIT {
  @TempDir Path folder;

  @Test
  void oneTraceGoesFromTheCommandToLineage() throws Exception {
    try (ZipkinServer zipkin = ZipkinServer.start(folder.resolve("zipkin"));
        OptimaUnderTest optima =
            OptimaUnderTest.start(
                settings ->
                    settings
                        .with(Layout.SERVICES)
                        .withEnvironment("OTEL_TRACES_EXPORTER", "zipkin")
                        .withEnvironment(
                            "OTEL_EXPORTER_ZIPKIN_ENDPOINT", zipkin.spans().toString()))) {
      String traceId = publishWithCommand(optima, zipkin);

      await()
          .atMost(Duration.ofSeconds(40))
          .untilAsserted(
              () ->
                  assertThat(services(zipkin.trace(traceId)))
                      .contains("optima-cli", "optima-gateway")
                      .contains("optima-dataset-actor", "optima-lineage"));
    }
  }

  private String publishWithCommand(OptimaUnderTest optima, ZipkinServer zipkin)
      throws IOException, InterruptedException {
    Path csv = Files.writeString(folder.resolve("orders.csv"), Publishing.orders(100, 1));
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("optima.root"), "optima").toString(),
            "publish",
            "trace/orders",
            csv.toString(),
            "--json");
    command.environment().put("OPTIMA_HOME", optima.home().toString());
    command.environment().put("OTEL_TRACES_EXPORTER", "zipkin");
    command.environment().put("OTEL_EXPORTER_ZIPKIN_ENDPOINT", zipkin.spans().toString());
    Path output = folder.resolve("output");
    command.redirectOutput(output.toFile()).redirectError(folder.resolve("errors").toFile());
    assertThat(command.start().waitFor()).as(() -> readQuietly(folder.resolve("errors"))).isZero();
    return traceIdOf(optima);
  }

  /** The commit log keeps the trace context of the call that made the entry. */
  private static String traceIdOf(OptimaUnderTest optima) throws IOException {
    Path commits = optima.home().resolve("store/datasets/trace/orders/commits");
    try (var entries = Files.list(commits)) {
      Path last = entries.sorted().toList().getLast();
      String text = Files.readString(last);
      return text.replaceAll("(?s).*\"traceparent\"\\s*:\\s*\"00-([0-9a-f]{32})-.*", "$1");
    }
  }

  private static List<String> services(URI trace) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(trace).build(), HttpResponse.BodyHandlers.ofString());
    return java.util.regex.Pattern.compile("\"serviceName\":\"([^\"]+)\"")
        .matcher(answer.body())
        .results()
        .map(found -> found.group(1))
        .distinct()
        .toList();
  }

  private static String readQuietly(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
