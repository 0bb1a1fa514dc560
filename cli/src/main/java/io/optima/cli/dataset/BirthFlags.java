package io.optima.cli.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What is said of any dataset when it is created. */
public final class BirthFlags {
  @Option(names = "--description", paramLabel = "<text>")
  private String description = "";

  @Option(names = "--label", paramLabel = "<key=value>", description = "A label; repeatable.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(names = "--reader", paramLabel = "<principal>", description = "Who may read; * is all.")
  private List<String> readers = new ArrayList<>();

  @Option(
      names = "--digest",
      paramLabel = "<algorithm>",
      description = "Of its content ids: sha256, md5 or siphash-2-4; default: ${DEFAULT-VALUE}.")
  private String digest = "sha256";

  public String description() {
    return description;
  }

  public Map<String, String> labels() {
    return Map.copyOf(labels);
  }

  public List<String> readers() {
    return List.copyOf(readers);
  }

  public String digest() {
    return digest;
  }
}
