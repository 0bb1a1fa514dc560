package io.optima.cli.dataset;

import io.optima.cli.output.Screen;
import io.optima.v1.Column;
import io.optima.v1.PublishHeader;
import io.optima.v1.Schema;
import io.optima.v1.StreamSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Columns that are declared instead of inferred. */
public final class DeclaredSchema {
  @Option(
      names = "--schema",
      paramLabel = "<columns>",
      description = "Columns, for example \"id:int64, price:decimal(10,2)\".")
  private @Nullable String schema;

  @Option(
      names = "--proto",
      paramLabel = "<file>",
      description = "A .proto file that declares the columns as a message.")
  private @Nullable Path proto;

  @Option(
      names = "--proto-message",
      paramLabel = "<name>",
      description = "Which message of it; needed when it has several.")
  private String message = "";

  void addTo(PublishHeader.Builder header, Screen screen) throws IOException {
    check(screen);
    if (schema != null) {
      header.setSchema(parse(schema, screen));
    }
    if (proto != null) {
      header.setProtoSource(Files.readString(proto)).setProtoMessage(message);
    }
  }

  /** Of the values of a stream. */
  public void addTo(StreamSettings.Builder settings, Screen screen) throws IOException {
    check(screen);
    if (schema != null) {
      settings.setSchema(parse(schema, screen));
    }
    if (proto != null) {
      settings.setProtoSource(Files.readString(proto)).setProtoMessage(message);
    }
  }

  private void check(Screen screen) {
    if (schema != null && proto != null) {
      throw screen.usage("--schema and --proto both declare the columns: use one");
    }
    if (proto != null && !Files.isRegularFile(proto)) {
      throw screen.usage("there is no file " + proto);
    }
  }

  static Schema parse(String text, Screen screen) {
    Schema.Builder columns = Schema.newBuilder();
    for (String column : split(text)) {
      int colon = column.indexOf(':');
      if (colon < 1 || colon == column.length() - 1) {
        throw screen.usage("--schema: '" + column + "' is not of the form name:type");
      }
      columns.addColumns(
          Column.newBuilder()
              .setName(column.substring(0, colon).strip())
              .setType(column.substring(colon + 1).strip()));
    }
    return columns.build();
  }

  /** At commas that are not within brackets of a type. */
  static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '<' || c == '(' ? 1 : c == '>' || c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(text.substring(start).strip());
    return parts;
  }
}
