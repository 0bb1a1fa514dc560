package io.optima.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.optima.gateway.Doors;
import io.optima.v1.Datasets;
import io.optima.v1.LineageOuterClass;
import io.optima.v1.Operations;
import io.optima.v1.Streams;
import io.optima.v1.Transformations;
import io.optima.v1.Types;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yaml.snakeyaml.Yaml;

/** The written document says what the program does: every route, every message, nothing more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenApiTest {
  private Doors doors;
  private Map<String, Object> document = Map.of();

  @BeforeAll
  void open(@TempDir Path home) throws Exception {
    doors = Doors.open(home);
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> served =
          http.send(
              HttpRequest.newBuilder(doors.http().resolve("/openapi")).build(),
              BodyHandlers.ofInputStream());
      assertThat(served.statusCode()).as("open to all").isEqualTo(200);
      document = new Yaml().load(served.body());
    }
  }

  @AfterAll
  void close() {
    doors.close();
  }

  @SuppressWarnings("unchecked") // maps all the way down
  private static Map<String, Object> at(Map<String, Object> map, String... path) {
    Map<String, Object> inner = map;
    for (String step : path) {
      inner = (Map<String, Object>) java.util.Objects.requireNonNull(inner.get(step), step);
    }
    return inner;
  }

  @Test
  void everyRouteIsDescribedAndNoOther() {
    Set<String> mapped =
        doors
            .part("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
            .getHandlerMethods()
            .keySet()
            .stream()
            .flatMap(OpenApiTest::routes)
            .filter(route -> route.contains(" /api/"))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> described = new TreeSet<>();
    at(document, "paths")
        .forEach(
            (path, methods) ->
                ((Map<?, ?>) methods)
                    .keySet()
                    .forEach(method -> described.add(method + " " + path)));
    assertThat(described).isEqualTo(mapped);
  }

  private static Stream<String> routes(RequestMappingInfo mapping) {
    Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
    return mapping.getPatternValues().stream()
        .flatMap(
            path ->
                methods.stream()
                    .map(method -> method.name().toLowerCase(Locale.ROOT) + " " + path));
  }

  @Test
  void everySchemaHasTheFieldsOfItsMessage() {
    List<FileDescriptor> files =
        List.of(
            Types.getDescriptor(),
            Datasets.getDescriptor(),
            Transformations.getDescriptor(),
            LineageOuterClass.getDescriptor(),
            Operations.getDescriptor(),
            Streams.getDescriptor());
    at(document, "components", "schemas")
        .forEach(
            (name, schema) -> {
              if (!name.equals("Problem")) {
                assertThat(at(document, "components", "schemas", name, "properties").keySet())
                    .as(name)
                    .containsExactlyElementsOf(fields(message(files, name)));
              }
            });
  }

  private static Descriptor message(List<FileDescriptor> files, String name) {
    return files.stream()
        .map(file -> file.findMessageTypeByName(name))
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no message " + name));
  }

  private static List<String> fields(Descriptor message) {
    return message.getFields().stream().map(FieldDescriptor::getJsonName).toList();
  }
}
