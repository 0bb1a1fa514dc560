package io.optima.gateway.http;

import io.optima.gateway.Downloads.Request;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import io.optima.model.dataset.CsvOptions;
import io.optima.model.dataset.Format;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * What a download asks for, in the query of its URL: {@code format} (or the Accept header), {@code
 * columns} (comma between them), {@code offset} and {@code limit} in rows, and for CSV {@code
 * header, delimiter, quote, escape, nullText}.
 */
final class DownloadParameters {
  private static final Map<MediaType, Format> ACCEPTED =
      Map.of(
          MediaType.parseMediaType("text/csv"), Format.CSV,
          MediaType.parseMediaType("application/x-ndjson"), Format.JSON,
          MediaType.parseMediaType("application/json"), Format.JSON,
          MediaType.parseMediaType("application/vnd.apache.parquet"), Format.PARQUET,
          MediaType.parseMediaType("application/vnd.apache.arrow.stream"), Format.ARROW);

  private DownloadParameters() {}

  static Request of(DatasetRef reference, HttpServletRequest request) {
    return new Request(
        reference,
        format(request),
        columns(request.getParameter("columns")),
        number(request, "offset"),
        number(request, "limit"),
        csv(request));
  }

  private static @Nullable Format format(HttpServletRequest request) {
    @Nullable String format = request.getParameter("format");
    if (format != null) {
      return Format.parse(format);
    }
    @Nullable String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept == null
        ? null
        : MediaType.parseMediaTypes(accept).stream()
            .map(type -> ACCEPTED.get(type.removeQualityValue()))
            .filter(java.util.Objects::nonNull)
            .findFirst()
            .orElse(null);
  }

  private static List<String> columns(@Nullable String columns) {
    return columns == null || columns.isEmpty() ? List.of() : Arrays.asList(columns.split(",", -1));
  }

  private static long number(HttpServletRequest request, String parameter) {
    @Nullable String text = request.getParameter(parameter);
    try {
      return text == null ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw OptimaException.invalid("%s '%s' is not a number", parameter, Shown.of(text));
    }
  }

  private static CsvOptions csv(HttpServletRequest request) {
    @Nullable String header = request.getParameter("header");
    return new CsvOptions(
        header == null ? null : Boolean.parseBoolean(header),
        request.getParameter("delimiter"),
        request.getParameter("quote"),
        request.getParameter("escape"),
        request.getParameter("nullText"));
  }
}
