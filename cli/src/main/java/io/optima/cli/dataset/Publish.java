package io.optima.cli.dataset;

import io.optima.cli.Remote;
import io.optima.cli.output.ProgressLine;
import io.optima.client.OptimaClient;
import io.optima.model.DatasetName;
import io.optima.model.dataset.Format;
import io.optima.v1.Mode;
import io.optima.v1.PublishHeader;
import io.optima.v1.PublishResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code optima publish}: a file, or what comes in, becomes a version. */
@Command(
    name = "publish",
    description = "Publish a file as a new version; the dataset is created when it is missing.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
public final class Publish extends Remote {
  @Parameters(index = "0", paramLabel = "<group/name>")
  private DatasetName name;

  @Parameters(index = "1", paramLabel = "<file>", description = "A file, or - for standard input.")
  private String file;

  @Option(
      names = "--format",
      paramLabel = "<format>",
      description = "csv, json, parquet, arrow, text or binary; default: by the file's extension.")
  private @Nullable Format format;

  @Mixin private CsvFlags csv = new CsvFlags();
  @Mixin private DeclaredSchema schema = new DeclaredSchema();

  @Option(
      names = "--append",
      description = "Put the rows or bytes behind those of the latest version.")
  private boolean append;

  @Option(
      names = "--allow-breaking",
      description = "Accept a schema that readers of earlier versions may not understand.")
  private boolean allowBreaking;

  @Option(
      names = {"-m", "--message"},
      paramLabel = "<text>",
      description = "Why this version was published.")
  private String message = "";

  @Option(names = "--description", paramLabel = "<text>", description = "Of a new dataset.")
  private String description = "";

  @Option(names = "--label", paramLabel = "<key=value>", description = "Of a new dataset.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--digest",
      paramLabel = "<algorithm>",
      description = "Of a new dataset: sha256, md5 or siphash-2-4.")
  private String digest = "";

  @Option(
      names = "--base",
      paramLabel = "<version>",
      description = "Fail unless this is the latest version.")
  private @Nullable Long base;

  @Override
  protected int run(OptimaClient client) throws IOException {
    PublishHeader header = header();
    try (ProgressLine progress = new ProgressLine();
        InputStream bytes = open()) {
      long total = file.equals("-") ? 0 : Files.size(Path.of(file));
      PublishResponse response =
          client
              .datasets()
              .publish(header, bytes, sent -> progress.bytes("publishing", sent, total));
      progress.close();
      print(response);
    }
    return 0;
  }

  private PublishHeader header() throws IOException {
    Format known = format == null ? FileFormats.of(file, screen) : format;
    PublishHeader.Builder header =
        PublishHeader.newBuilder()
            .setDataset(name.toString())
            .setFormat(FileFormats.wire(known))
            .setMode(append ? Mode.MODE_APPEND : Mode.MODE_REPLACE)
            .setAllowBreaking(allowBreaking)
            .setMessage(message)
            .setIdempotencyKey(UUID.randomUUID().toString())
            .setCreate(true)
            .setDigest(digest)
            .setDescription(description)
            .putAllLabels(labels);
    if (known == Format.CSV) {
      header.setCsv(csv.options(file.endsWith(".tsv")));
    }
    if (base != null) {
      header.setBaseVersion(base);
    }
    schema.addTo(header, screen);
    return header.build();
  }

  private InputStream open() throws IOException {
    if (file.equals("-")) {
      return System.in;
    }
    if (!Files.isRegularFile(Path.of(file))) {
      throw screen.usage("there is no file " + file);
    }
    return Files.newInputStream(Path.of(file));
  }

  private void print(PublishResponse response) {
    if (screen.json()) {
      screen.json(response);
      return;
    }
    String version = name + "@" + response.getVersion().getNumber();
    screen.line(
        response.getUnchanged()
            ? "unchanged: " + version + " has this content already"
            : "published " + version + ": " + Datasets.content(response.getVersion()));
    screen.line("  " + response.getVersion().getContentId());
  }
}
