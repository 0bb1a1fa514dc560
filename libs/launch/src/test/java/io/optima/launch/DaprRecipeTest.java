package io.optima.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.optima.launch.Layout.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code dapr.yaml} starts what the launcher starts. */
class DaprRecipeTest {
  private final Installation installation = Installation.find();
  private final Path root = installation.root();
  private final JsonNode recipe = read(root.resolve("dapr.yaml"));

  @Test
  void itNamesTheSameAppsAndMainClasses() {
    assertThat(apps().map(app -> app.at("/appID").asString() + " " + command(app).getLast()))
        .containsExactlyInAnyOrderElementsOf(
            Service.all().stream()
                .map(service -> "optima-" + service.text() + " " + service.mainClass())
                .toList());
  }

  @Test
  void itNamesTheSameFiles() {
    assertThat(root.resolve(recipe.at("/common/resourcesPath").asString()))
        .isEqualTo(installation.components(Layout.SERVICES));
    assertThat(root.resolve(recipe.at("/common/configFilePath").asString()))
        .isEqualTo(installation.sidecarConfiguration());
    String options = "@" + root.relativize(installation.jvmOptions());
    String jar = root.relativize(installation.standaloneJarPath()).toString();
    assertThat(apps()).allSatisfy(app -> assertThat(command(app)).contains("java", options, jar));
  }

  @Test
  void everyPortIsOfOnePartAndTheDoorsHaveTheirUsualOnes() {
    assertThat(apps().flatMap(DaprRecipeTest::ports)).doesNotHaveDuplicates();
    assertThat(apps())
        .allSatisfy(app -> assertThat(app.at("/env/SERVER_PORT")).isEqualTo(app.at("/appPort")));
    JsonNode gateway =
        apps()
            .filter(app -> app.at("/appID").asString().endsWith("gateway"))
            .findAny()
            .orElseThrow();
    assertThat(gateway.at("/env/SPRING_GRPC_SERVER_PORT").asInt()).isEqualTo(8815);
    assertThat(gateway.at("/appPort").asInt()).isEqualTo(8816);
  }

  @Test
  void everyVariableIsDocumented() throws IOException {
    String guide = Files.readString(root.resolve("docs/guides/operations.md"));
    assertThat(apps().flatMap(app -> app.at("/env").propertyNames().stream()))
        .allSatisfy(name -> assertThat(guide).contains("`" + name + "`"));
    String text = Files.readString(root.resolve("dapr.yaml"));
    Components components = new Components(installation.components(Layout.SERVICES));
    assertThat(components.variables()).allSatisfy(name -> assertThat(text).contains(name + "="));
  }

  /** All ports; that of the app is among the variables. */
  private static Stream<Integer> ports(JsonNode app) {
    Stream<JsonNode> sidecar = Stream.of(app.at("/daprHTTPPort"), app.at("/daprGRPCPort"));
    return Stream.concat(sidecar, app.at("/env").values().stream()).map(JsonNode::asInt);
  }

  private Stream<JsonNode> apps() {
    return recipe.at("/apps").values().stream();
  }

  private static List<String> command(JsonNode app) {
    return app.at("/command").values().stream().map(JsonNode::asString).toList();
  }

  private static JsonNode read(Path file) {
    try {
      Load yaml = new Load(LoadSettings.builder().build());
      Object content = yaml.loadFromString(Files.readString(file));
      return JsonMapper.shared().valueToTree(Objects.requireNonNull(content));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
