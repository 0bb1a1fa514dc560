package io.optima.cli.dataset;

import io.optima.cli.output.Screen;
import io.optima.model.dataset.Format;
import java.util.Locale;

/** What a file's name tells about its content. */
final class FileFormats {
  private FileFormats() {}

  /** The format that the extension stands for; bytes as they are for any other. */
  static Format of(String file, Screen screen) {
    if (file.equals("-")) {
      throw screen.usage("standard input has no name to tell its format: add --format");
    }
    return of(file);
  }

  static Format of(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "csv", "tsv" -> Format.CSV;
      case "json", "jsonl", "ndjson" -> Format.JSON;
      case "parquet" -> Format.PARQUET;
      case "arrow", "arrows", "feather", "ipc" -> Format.ARROW;
      case "txt", "md", "log" -> Format.TEXT;
      default -> Format.BINARY;
    };
  }

  static io.optima.v1.Format wire(Format format) {
    return switch (format) {
      case CSV -> io.optima.v1.Format.FORMAT_CSV;
      case JSON -> io.optima.v1.Format.FORMAT_JSON;
      case PARQUET -> io.optima.v1.Format.FORMAT_PARQUET;
      case ARROW -> io.optima.v1.Format.FORMAT_ARROW;
      case TEXT -> io.optima.v1.Format.FORMAT_TEXT;
      case BINARY -> io.optima.v1.Format.FORMAT_BINARY;
    };
  }
}
