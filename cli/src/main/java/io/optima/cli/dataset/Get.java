package io.optima.cli.dataset;

import io.optima.cli.Remote;
import io.optima.cli.output.Amounts;
import io.optima.client.OptimaClient;
import io.optima.model.DatasetRef;
import io.optima.model.dataset.Format;
import io.optima.v1.ContentKind;
import io.optima.v1.ReadRequest;
import io.optima.v1.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code optima get}: a version's content as a file or on standard output. */
@Command(
    name = "get",
    aliases = "export",
    description = {
      "Write a version's content to a file or to standard output.",
      "An interrupted download of text or binary goes on where it stopped."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills required parameters
public final class Get extends Remote {
  private static final Path STANDARD_OUTPUT = Path.of("-");

  @Parameters(paramLabel = "<group/name[@version]>")
  private DatasetRef reference;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "<file>",
      description = "Default and -: standard output.")
  void output(Path file) {
    output = file.equals(STANDARD_OUTPUT) ? null : file;
  }

  private @Nullable Path output;

  @Option(
      names = "--format",
      paramLabel = "<format>",
      description =
          "csv, json, parquet or arrow for tables; default: by the file's extension, csv.")
  private @Nullable Format format;

  @Option(
      names = "--columns",
      split = ",",
      paramLabel = "<name>",
      description = "Only these columns.")
  private List<String> columns = new ArrayList<>();

  @Option(
      names = "--rows",
      paramLabel = "<from..to>",
      description = "Only rows from..to, counted from 0, to not included; both may be left out.")
  private String rows = "..";

  @Option(
      names = "--verify",
      description = "Check the rows against the content id before they are written.")
  private boolean verify;

  @Mixin private CsvFlags csv = new CsvFlags();

  @Override
  protected int run(OptimaClient client) throws IOException {
    Version version = client.datasets().describeVersion(reference.toString()).getVersion();
    String pinned = reference.name() + "@" + version.getContentId();
    if (version.getKind() == ContentKind.CONTENT_KIND_TABLE) {
      table(client, pinned, version);
    } else {
      raw(client, pinned, version);
    }
    return 0;
  }

  private void raw(OptimaClient client, String pinned, Version version) throws IOException {
    if (format != null || !columns.isEmpty() || !rows.equals("..")) {
      throw screen.usage(
          reference + " is " + Datasets.kind(version.getKind()) + ": it comes as it is");
    }
    RawDownload download = new RawDownload(client.datasets(), pinned, version);
    if (output == null) {
      download.to(System.out);
    } else {
      done(download.to(output), version);
    }
  }

  private void table(OptimaClient client, String pinned, Version version) throws IOException {
    RowSpan span = RowSpan.parse(rows, screen);
    Format wanted = format == null ? defaultFormat() : format;
    TableDownload download = new TableDownload(client, output, screen);
    long bytes =
        verify
            ? download.verified(pinned, columns, span, wanted)
            : download.plain(
                ReadRequest.newBuilder()
                    .setReference(pinned)
                    .setFormat(FileFormats.wire(wanted))
                    .addAllColumns(columns)
                    .setRows(span.wire())
                    .setCsv(csv.options(false))
                    .build());
    if (output != null) {
      done(bytes, version);
    }
  }

  private Format defaultFormat() {
    Format byName = output == null ? Format.CSV : FileFormats.of(output.toString());
    return byName == Format.TEXT || byName == Format.BINARY ? Format.CSV : byName;
  }

  private void done(long bytes, Version version) {
    screen.note(
        "%s: %s of %s@%d%s"
            .formatted(
                output,
                Amounts.bytes(bytes),
                reference.name(),
                version.getNumber(),
                verify || version.getKind() != ContentKind.CONTENT_KIND_TABLE
                    ? ", verified against " + Amounts.shortId(version.getContentId())
                    : ""));
  }
}
