package io.optima.launch;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder of Dapr components, which take what differs between machines from the environment. */
record Components(Path folder) {
  private static final Pattern REFERENCE = Pattern.compile("(?m)^\\s*envRef:\\s*(\\w+)\\s*$");

  /** Names of the environment variables that the components refer to. */
  Set<String> variables() {
    Set<String> names = new TreeSet<>();
    files().forEach(file -> references(file).map(found -> found.group(1)).forEach(names::add));
    return names;
  }

  /**
   * Values of those variables, each from the first of {@code sources} that has it.
   *
   * @throws OptimaException FAILED_PRECONDITION naming a variable that none has
   */
  Map<String, String> environment(List<Map<String, String>> sources) {
    Map<String, String> values = new HashMap<>();
    for (String name : variables()) {
      values.put(name, value(name, sources));
    }
    return values;
  }

  private String value(String name, List<Map<String, String>> sources) {
    for (Map<String, String> source : sources) {
      String value = source.get(name);
      if (value != null) {
        return value;
      }
    }
    throw OptimaException.of(
        ErrorCode.FAILED_PRECONDITION,
        "the components in %s need the environment variable %s",
        folder,
        name);
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().matches(".*\\.ya?ml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the components in " + folder, e);
    }
  }

  private static Stream<MatchResult> references(Path file) {
    try {
      return REFERENCE.matcher(Files.readString(file)).results();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
