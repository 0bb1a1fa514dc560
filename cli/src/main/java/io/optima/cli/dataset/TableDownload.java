package io.optima.cli.dataset;

import io.optima.cli.output.ProgressLine;
import io.optima.cli.output.RowsOutput;
import io.optima.cli.output.Screen;
import io.optima.client.OptimaClient;
import io.optima.client.RowStream;
import io.optima.model.dataset.Format;
import io.optima.v1.ReadRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.jspecify.annotations.Nullable;

/** Rows as a file that appears when it is complete, or on standard output. */
final class TableDownload {
  private final OptimaClient client;
  private final @Nullable Path file;
  private final Screen screen;

  TableDownload(OptimaClient client, @Nullable Path file, Screen screen) {
    this.client = client;
    this.file = file;
    this.screen = screen;
  }

  private interface Content {
    void write(OutputStream out) throws IOException;
  }

  /** In the format that the server writes. */
  long plain(ReadRequest request) throws IOException {
    try (ProgressLine progress = new ProgressLine()) {
      return write(
          out ->
              client
                  .datasets()
                  .read(request, out, bytes -> progress.bytes("downloading", bytes, 0)));
    }
  }

  /** Rows that are proven here, so they are written here too. */
  long verified(String reference, List<String> columns, RowSpan span, Format format)
      throws IOException {
    if (format == Format.PARQUET) {
      throw screen.usage("--verify writes csv, json or arrow");
    }
    try (RowStream rows =
        client.rows().readVerified(reference, columns, span.offset(), span.limit())) {
      return write(out -> write(rows, format, out));
    }
  }

  private static void write(RowStream rows, Format format, OutputStream out) throws IOException {
    if (format == Format.ARROW) {
      arrow(rows, out);
      return;
    }
    PrintWriter text = new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    if (format == Format.JSON) {
      RowsOutput.json(rows, text);
    } else {
      RowsOutput.csv(rows, text);
    }
    text.flush();
  }

  private static void arrow(RowStream rows, OutputStream out) throws IOException {
    boolean any = rows.next();
    try (ArrowStreamWriter writer = new ArrowStreamWriter(rows.rows(), null, out)) {
      writer.start();
      while (any) {
        writer.writeBatch();
        any = rows.next();
      }
      writer.end();
    }
  }

  private long write(Content content) throws IOException {
    if (file == null) {
      content.write(System.out);
      System.out.flush();
      return 0;
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (OutputStream out = Files.newOutputStream(part)) {
      content.write(out);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    return Files.size(file);
  }
}
