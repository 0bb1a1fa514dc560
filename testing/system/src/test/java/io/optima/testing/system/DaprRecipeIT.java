package io.optima.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.optima.client.OptimaClient;
import io.optima.launch.Home;
import io.optima.launch.Installation;
import io.optima.launch.Tokens;
import io.optima.testing.servers.RedisServer;
import io.optima.v1.Run;
import io.optima.v1.RunState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The commands of {@code dapr.yaml} with a sidecar each, as {@code dapr run -f .} starts them; only
 * the ports are others, because the recipe's may be taken.
 */
class DaprRecipeIT {
  @TempDir Path folder;

  private final Installation installation = Installation.find();
  private final Deque<Process> processes = new ArrayDeque<>();
  private final Map<Integer, Integer> ports = new HashMap<>();

  @AfterEach
  void stop() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void theServicesOfTheRecipeDoTheMainJob() throws Exception {
    Home home = new Home(folder.resolve("home"));
    Files.createDirectories(home.folder());
    String token = new Tokens(home).administrator();
    try (RedisServer redis = RedisServer.start(folder.resolve("redis"))) {
      startControlPlane();
      Map<String, String> exported =
          Map.of(
              "APP_API_TOKEN",
              "of the recipe's test",
              "OPTIMA_HOME",
              home.folder().toString(),
              "OPTIMA_REDIS",
              redis.address(),
              "OPTIMA_REDIS_PASSWORD",
              "");
      JsonNode recipe = recipe();
      for (JsonNode app : recipe.at("/apps").values()) {
        startApp(recipe.at("/common"), app, exported);
      }
      recipe.at("/apps").values().forEach(app -> awaitReady(port(app.at("/appPort"))));

      try (OptimaClient client = OptimaClient.connect("127.0.0.1:" + ports.get(8815), token)) {
        Publishing.csv(client, "recipe/orders", Publishing.orders(500, 1));
        client
            .transformations()
            .apply(MainJobContract.totals("recipe-totals", "recipe/orders", "recipe/totals"));
        Run run = Runs.run(client, "recipe-totals");
        assertThat(run.getState()).as(run.getMessage()).isEqualTo(RunState.RUN_STATE_SUCCEEDED);
        assertThat(Queries.number(client, "select count(*) from recipe.totals")).isEqualTo(97);
      }
    }
  }

  private void startControlPlane() throws IOException {
    String placement = String.valueOf(port(50005));
    start(
        "placement",
        Map.of(),
        List.of(installation.dapr().resolve("placement").toString(), "--port=" + placement),
        List.of("--healthz-port=" + freePort(), "--enable-metrics=false"));
    start(
        "scheduler",
        Map.of(),
        List.of(
            installation.dapr().resolve("scheduler").toString(),
            "--port=" + port(50006),
            "--etcd-data-dir=" + folder.resolve("etcd"),
            "--etcd-client-port=" + freePort(),
            "--etcd-initial-cluster=dapr-scheduler-server-0=http://127.0.0.1:" + freePort()),
        List.of("--healthz-port=" + freePort(), "--enable-metrics=false"));
  }

  private void startApp(JsonNode common, JsonNode app, Map<String, String> exported)
      throws IOException {
    String id = app.at("/appID").asString();
    String http = String.valueOf(port(app.at("/daprHTTPPort")));
    String grpc = String.valueOf(port(app.at("/daprGRPCPort")));
    Map<String, String> environment = new HashMap<>(exported);
    environment.putAll(Map.of("DAPR_HTTP_PORT", http, "DAPR_GRPC_PORT", grpc));
    app.at("/env")
        .propertyStream()
        .forEach(each -> environment.put(each.getKey(), String.valueOf(port(each.getValue()))));
    start(id, environment, command(app), List.of());
    start(
        id + ".daprd",
        exported,
        List.of(
            installation.dapr().resolve("daprd").toString(),
            "--app-id=" + id,
            "--app-port=" + port(app.at("/appPort")),
            "--app-protocol=http",
            "--dapr-http-port=" + http,
            "--dapr-grpc-port=" + grpc,
            "--resources-path=" + common.at("/resourcesPath").asString(),
            "--config=" + common.at("/configFilePath").asString()),
        List.of(
            "--placement-host-address=127.0.0.1:" + port(50005),
            "--scheduler-host-address=127.0.0.1:" + port(50006),
            "--enable-metrics=false"));
  }

  /** The recipe's command; {@code java} is the one that runs this test. */
  private static List<String> command(JsonNode app) {
    List<String> command =
        new ArrayList<>(app.at("/command").values().stream().map(JsonNode::asString).toList());
    assertThat(command.getFirst()).isEqualTo("java");
    command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    return command;
  }

  private void start(
      String name, Map<String, String> environment, List<String> command, List<String> more)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(command.stream(), more.stream()).toList())
            .directory(installation.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile());
    builder.environment().keySet().removeIf(key -> key.startsWith("OPTIMA_"));
    builder.environment().putAll(environment);
    processes.push(builder.start());
  }

  private void awaitReady(int port) {
    URI health = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
    try (HttpClient client = HttpClient.newHttpClient()) {
      await()
          .atMost(Duration.ofMinutes(2))
          .ignoreExceptionsInstanceOf(IOException.class)
          .failFast(() -> assertThat(processes).as("logs in %s", folder).allMatch(Process::isAlive))
          .until(
              () ->
                  client
                          .send(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding())
                          .statusCode()
                      == 200);
    }
  }

  private int port(JsonNode written) {
    return port(written.asInt());
  }

  private int port(int written) {
    return ports.computeIfAbsent(written, number -> freePort());
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode recipe() throws IOException {
    Load yaml = new Load(LoadSettings.builder().build());
    Object content =
        yaml.loadFromString(Files.readString(installation.root().resolve("dapr.yaml")));
    return JsonMapper.shared().valueToTree(Objects.requireNonNull(content));
  }
}
