package io.optima.gateway.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One range of bytes (RFC 9110, section 14.1.2).
 *
 * @param first number of the first byte
 * @param length at least 1
 */
record ByteRange(long first, long length) {
  private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** Whether the header asks for one range in bytes; anything else may be ignored. */
  static boolean isAsked(@Nullable String header) {
    return header != null && SINGLE.matcher(header).matches() && !header.equals("bytes=-");
  }

  /** The part of so many bytes that the header asks for; empty when there is no such part. */
  static Optional<ByteRange> of(String header, long total) {
    Matcher matcher = SINGLE.matcher(header);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String first = matcher.group(1);
    String last = matcher.group(2);
    long start =
        first.isEmpty() ? Math.max(0, total - Long.parseLong(last)) : Long.parseLong(first);
    long end =
        first.isEmpty() || last.isEmpty() ? total : Math.min(total, Long.parseLong(last) + 1);
    return start < end ? Optional.of(new ByteRange(start, end - start)) : Optional.empty();
  }

  /** For the Content-Range header. */
  String text(long total) {
    return "bytes %d-%d/%d".formatted(first, first + length - 1, total);
  }
}
