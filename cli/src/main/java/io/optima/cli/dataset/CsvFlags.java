package io.optima.cli.dataset;

import io.optima.v1.CsvOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How CSV is written; what is not said is found out by reading. */
public final class CsvFlags {
  @Option(
      names = "--header",
      negatable = true,
      description = "CSV: the first line has, or has not, the names of the columns.")
  private @Nullable Boolean header;

  @Option(names = "--delimiter", paramLabel = "<c>", description = "CSV: between cells.")
  private @Nullable String delimiter;

  @Option(names = "--quote", paramLabel = "<c>", description = "CSV: around cells.")
  private @Nullable String quote;

  @Option(names = "--escape", paramLabel = "<c>", description = "CSV: before a quote in a cell.")
  private @Nullable String escape;

  @Option(names = "--null-text", paramLabel = "<text>", description = "CSV: what stands for null.")
  private @Nullable String nullText;

  CsvOptions options(boolean tabs) {
    CsvOptions.Builder options = CsvOptions.newBuilder();
    if (header != null) {
      options.setHeader(header);
    }
    if (delimiter != null || tabs) {
      options.setDelimiter(delimiter == null || delimiter.equals("\\t") ? "\t" : delimiter);
    }
    if (quote != null) {
      options.setQuote(quote);
    }
    if (escape != null) {
      options.setEscape(escape);
    }
    if (nullText != null) {
      options.setNullText(nullText);
    }
    return options.build();
  }
}
