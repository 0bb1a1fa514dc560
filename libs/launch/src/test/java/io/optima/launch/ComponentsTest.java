package io.optima.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.optima.model.OptimaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The component sets of this installation, and what they want to know. */
class ComponentsTest {
  private final Path root = Installation.find().root();

  @ParameterizedTest
  @CsvSource({
    "local, OPTIMA_STATE_CONNECTION",
    "redis, OPTIMA_REDIS OPTIMA_REDIS_PASSWORD",
    "postgres-kafka, OPTIMA_KAFKA OPTIMA_POSTGRES",
  })
  void everyVariableIsDocumentedWhereItIsUsedAndInTheGuide(String set, String names)
      throws IOException {
    Set<String> variables = components(set).variables();
    assertThat(variables).isEqualTo(new TreeSet<>(List.of(names.split(" ", -1))));

    String guide = Files.readString(root.resolve("docs/guides/operations.md"));
    String comments = comments(components(set).folder());
    assertThat(variables)
        .allSatisfy(variable -> assertThat(guide).contains("`" + variable))
        .allSatisfy(variable -> assertThat(comments).contains(variable));
  }

  @Test
  void theFirstSourceDecidesAndAMissingVariableIsNamed() {
    Components components = components("postgres-kafka");
    Map<String, String> first = Map.of("OPTIMA_KAFKA", "here:1", "HOME", "/root");
    Map<String, String> second = Map.of("OPTIMA_KAFKA", "there:2", "OPTIMA_POSTGRES", "host=x");

    assertThat(components.environment(List.of(first, second)))
        .isEqualTo(Map.of("OPTIMA_KAFKA", "here:1", "OPTIMA_POSTGRES", "host=x"));
    assertThatThrownBy(() -> components.environment(List.of(first)))
        .isInstanceOf(OptimaException.class)
        .hasMessageContaining("OPTIMA_POSTGRES");
  }

  private Components components(String set) {
    return new Components(root.resolve("components").resolve(set));
  }

  private static String comments(Path folder) throws IOException {
    StringBuilder comments = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.readAllLines(file).stream()
            .filter(line -> line.startsWith("#"))
            .forEach(comments::append);
      }
    }
    return comments.toString();
  }
}
