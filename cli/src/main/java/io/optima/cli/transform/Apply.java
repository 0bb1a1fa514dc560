package io.optima.cli.transform;

import io.optima.cli.Remote;
import io.optima.client.OptimaClient;
import io.optima.v1.Transformation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code optima apply}. */
@Command(
    name = "apply",
    description = "Make a transformation known, or change it, from a YAML file.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required options
public final class Apply extends Remote {
  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "<file>",
      description = "The definition, or - for standard input.")
  private String file;

  @Override
  protected int run(OptimaClient client) throws IOException {
    Transformation transformation = client.transformations().apply(text());
    if (screen.json()) {
      screen.json(transformation);
    } else {
      screen.line(
          "applied %s, revision %d: %s → %s"
              .formatted(
                  transformation.getName(),
                  transformation.getRevision(),
                  String.join(
                      ", ", transformation.getInputsMap().values().stream().sorted().toList()),
                  String.join(
                      ", ", transformation.getOutputsMap().values().stream().sorted().toList())));
    }
    return 0;
  }

  private String text() throws IOException {
    if (file.equals("-")) {
      return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (!Files.isRegularFile(Path.of(file))) {
      throw screen.usage("there is no file " + file);
    }
    return Files.readString(Path.of(file));
  }
}
