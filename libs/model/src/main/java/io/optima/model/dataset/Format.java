package io.optima.model.dataset;

import io.optima.model.OptimaException;
import io.optima.model.Shown;
import java.util.Locale;

/** Encodings in which content comes and goes. */
public enum Format {
  CSV("text/csv; charset=utf-8"),
  /** Read: an array of objects, or one object a line. Written: one object a line. */
  JSON("application/x-ndjson"),
  PARQUET("application/vnd.apache.parquet"),
  /** Arrow IPC; read as file or stream, written as stream. */
  ARROW("application/vnd.apache.arrow.stream"),
  TEXT("text/plain; charset=utf-8"),
  BINARY("application/octet-stream");

  private final String mediaType;

  Format(String mediaType) {
    this.mediaType = mediaType;
  }

  public String mediaType() {
    return mediaType;
  }

  /** What content in this format becomes. */
  public ContentKind kind() {
    return switch (this) {
      case TEXT -> ContentKind.TEXT;
      case BINARY -> ContentKind.BINARY;
      case CSV, JSON, PARQUET, ARROW -> ContentKind.TABLE;
    };
  }

  /**
   * The format of that name.
   *
   * @throws OptimaException INVALID_ARGUMENT for any other name
   */
  public static Format parse(String text) {
    for (Format format : values()) {
      if (format.name().toLowerCase(Locale.ROOT).equals(text)) {
        return format;
      }
    }
    throw OptimaException.invalid(
        "format '%s' is unknown: use csv, json, parquet, arrow, text or binary", Shown.of(text));
  }
}
