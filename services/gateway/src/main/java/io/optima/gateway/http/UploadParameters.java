package io.optima.gateway.http;

import io.optima.gateway.Publishing.Upload;
import io.optima.gateway.wire.ContentProtos;
import io.optima.model.DatasetName;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.dataset.Format;
import io.optima.v1.Column;
import io.optima.v1.CsvOptions;
import io.optima.v1.Mode;
import io.optima.v1.PublishHeader;
import io.optima.v1.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The header of an upload, said in the query of its URL: {@code format} (or the content type),
 * {@code mode}, {@code create} (true unless said otherwise), {@code message}, {@code digest},
 * {@code description}, {@code label=key=value}, {@code allowBreaking}, {@code baseVersion}, {@code
 * idempotencyKey} (or the header of that name), {@code column=name:type} or {@code proto} (the
 * source of a file) and {@code protoMessage}, and for CSV {@code header, delimiter, quote, escape,
 * nullText}.
 */
final class UploadParameters {
  private static final Map<String, Format> MEDIA_TYPES =
      Map.of(
          "text/csv", Format.CSV,
          "application/json", Format.JSON,
          "application/x-ndjson", Format.JSON,
          "application/vnd.apache.parquet", Format.PARQUET,
          "application/vnd.apache.arrow.stream", Format.ARROW,
          "application/vnd.apache.arrow.file", Format.ARROW,
          "text/plain", Format.TEXT,
          "application/octet-stream", Format.BINARY);

  private final HttpServletRequest request;

  private UploadParameters(HttpServletRequest request) {
    this.request = request;
  }

  static Upload of(DatasetName name, String mode, HttpServletRequest request) {
    return ContentProtos.upload(new UploadParameters(request).header(name, mode));
  }

  private PublishHeader header(DatasetName name, String usualMode) {
    PublishHeader.Builder header =
        PublishHeader.newBuilder()
            .setDataset(name.toString())
            .setFormat(ContentProtos.format(format()))
            .setMode(mode(Objects.requireNonNullElse(request.getParameter("mode"), usualMode)))
            .setCreate(!"false".equals(request.getParameter("create")))
            .setAllowBreaking("true".equals(request.getParameter("allowBreaking")))
            .setCsv(csv());
    text("message", header::setMessage);
    text("digest", header::setDigest);
    text("description", header::setDescription);
    text("idempotencyKey", header::setIdempotencyKey);
    text("baseVersion", base -> header.setBaseVersion(number(base)));
    ifPresent(request.getHeader("Idempotency-Key"), header::setIdempotencyKey);
    each("label", "=", header::putLabels);
    Schema.Builder schema = Schema.newBuilder();
    each(
        "column",
        ":",
        (column, type) -> schema.addColumns(Column.newBuilder().setName(column).setType(type)));
    text("proto", header::setProtoSource);
    text("protoMessage", header::setProtoMessage);
    if (schema.getColumnsCount() > 0) {
      if (!header.getProtoSource().isEmpty()) {
        throw OptimaException.invalid("column and proto both declare the columns: use one");
      }
      header.setSchema(schema);
    }
    return header.build();
  }

  private Format format() {
    @Nullable String format = request.getParameter("format");
    if (format != null) {
      return Format.parse(format);
    }
    @Nullable String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    String plain = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    Format known = MEDIA_TYPES.get(plain);
    if (known == null) {
      throw OptimaException.invalid(
          "content type '%s' tells no format: say ?format=csv, json, parquet, arrow, text or"
              + " binary",
          Shown.of(plain));
    }
    return known;
  }

  private static Mode mode(String mode) {
    return switch (mode) {
      case "replace" -> Mode.MODE_REPLACE;
      case "append" -> Mode.MODE_APPEND;
      default ->
          throw OptimaException.invalid(
              "mode '%s' is unknown: use replace or append", Shown.of(mode));
    };
  }

  private CsvOptions csv() {
    CsvOptions.Builder csv = CsvOptions.newBuilder();
    text("header", header -> csv.setHeader(Boolean.parseBoolean(header)));
    text("delimiter", csv::setDelimiter);
    text("quote", csv::setQuote);
    text("escape", csv::setEscape);
    text("nullText", csv::setNullText);
    return csv.build();
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw OptimaException.invalid("baseVersion '%s' is not a number", Shown.of(text));
    }
  }

  private void text(String parameter, Consumer<String> set) {
    ifPresent(request.getParameter(parameter), set);
  }

  private static void ifPresent(@Nullable String value, Consumer<String> set) {
    if (value != null) {
      set.accept(value);
    }
  }

  private interface Pair {
    void set(String left, String right);
  }

  private void each(String parameter, String between, Pair pair) {
    @Nullable String @Nullable [] values = request.getParameterValues(parameter);
    if (values == null) {
      return;
    }
    for (String value : values) {
      int at = value == null ? -1 : value.indexOf(between);
      if (value == null || at < 1) {
        throw OptimaException.invalid(
            "%s '%s' is not of the form left%sright",
            parameter, Shown.of(String.valueOf(value)), between);
      }
      pair.set(value.substring(0, at), value.substring(at + 1));
    }
  }
}
