package io.optima.gateway.http;

import io.optima.gateway.Downloads.Download;
import io.optima.gateway.Downloads.Request;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** One download as HTTP has it (RFC 9110): entity tags, conditions, ranges. */
final class DownloadAnswer {
  private final Download download;
  private final Request wanted;
  private final HttpServletRequest request;
  private final HttpServletResponse response;

  DownloadAnswer(
      Download download, Request wanted, HttpServletRequest request, HttpServletResponse response) {
    this.download = download;
    this.wanted = wanted;
    this.request = request;
    this.response = response;
  }

  void write() throws IOException {
    response.setHeader(HttpHeaders.ETAG, tag());
    response.setHeader(
        HttpHeaders.CACHE_CONTROL,
        isPinned() ? "private, max-age=31536000, immutable" : "no-cache");
    response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    if (matches(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatus(HttpStatus.NOT_MODIFIED.value());
      return;
    }
    response.setContentType(download.format().mediaType());
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName() + "\"");
    if (!download.isRaw()) {
      writeConverted();
    } else if (rangeWanted()) {
      writeRange();
    } else {
      writeWhole();
    }
  }

  private boolean isPinned() {
    return wanted.reference().version() != null || wanted.reference().content() != null;
  }

  /** Other bytes have another tag: a table's also depends on what was asked for. */
  private String tag() {
    String content = download.version().content().toString();
    if (download.isRaw()) {
      return '"' + content + '"';
    }
    int details =
        Arrays.asList(wanted.columns(), wanted.offset(), wanted.limit(), wanted.csv()).hashCode();
    String format = download.format().name().toLowerCase(Locale.ROOT);
    return "\"%s;%s;%08x\"".formatted(content, format, details);
  }

  private boolean matches(@Nullable String tags) {
    return tags != null
        && Arrays.stream(tags.split(","))
            .map(String::strip)
            .anyMatch(tag -> tag.equals("*") || tag.equals(tag()) || tag.equals("W/" + tag()));
  }

  private String fileName() {
    String name = wanted.reference().name().name() + "-" + download.version().number();
    return name
        + switch (download.format()) {
          case CSV -> ".csv";
          case JSON -> ".jsonl";
          case PARQUET -> ".parquet";
          case ARROW -> ".arrows";
          case TEXT -> ".txt";
          case BINARY -> ".bin";
        };
  }

  private void writeConverted() throws IOException {
    response.setHeader(HttpHeaders.ACCEPT_RANGES, "none");
    if (!isHead()) {
      download.writeTo(response.getOutputStream());
    }
  }

  private boolean rangeWanted() {
    @Nullable String condition = request.getHeader(HttpHeaders.IF_RANGE);
    return ByteRange.isAsked(request.getHeader(HttpHeaders.RANGE))
        && (condition == null || condition.equals(tag()));
  }

  private void writeRange() throws IOException {
    long total = download.totalBytes();
    response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    Optional<ByteRange> range = ByteRange.of(request.getHeader(HttpHeaders.RANGE), total);
    if (range.isEmpty()) {
      response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + total);
      response.setStatus(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE.value());
      return;
    }
    response.setStatus(HttpStatus.PARTIAL_CONTENT.value());
    response.setHeader(HttpHeaders.CONTENT_RANGE, range.get().text(total));
    writeBytes(range.get());
  }

  private void writeWhole() throws IOException {
    long first = Math.min(wanted.offset(), download.totalBytes());
    long rest = download.totalBytes() - first;
    long length = wanted.limit() == 0 ? rest : Math.min(rest, wanted.limit());
    response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    writeBytes(new ByteRange(first, length));
  }

  private void writeBytes(ByteRange range) throws IOException {
    response.setContentLengthLong(range.length());
    if (!isHead() && range.length() > 0) {
      download.writeBytes(response.getOutputStream(), range.first(), range.length());
    }
  }

  private boolean isHead() {
    return request.getMethod().equals("HEAD");
  }
}
