package io.optima.query.format;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Format;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a file without telling where it lies on the server. */
final class SourceFailures {
  private static final Pattern CSV_LINE = Pattern.compile("CSV Error on Line: (\\d+)");
  private static final Pattern CSV_COLUMN =
      Pattern.compile("Error when converting column \"(.*?)\". (.*)");
  private static final Pattern CSV_REASON =
      Pattern.compile(
          "(Expected Number of Columns: \\d+ Found: \\d+|Value with unterminated quote"
              + "|Invalid unicode)");
  private static final Pattern JSON_PLACE =
      Pattern.compile("at byte (\\d+) in (?:line|record/value) (\\d+): ([^.\\n]*)");

  private SourceFailures() {}

  static OptimaException of(Format format, Throwable failure) {
    String text = text(failure);
    if (isOutOfMemory(text)) {
      return new OptimaException(
          ErrorCode.RESOURCE_EXHAUSTED,
          "the rows are too large for the memory of a publish: raise optima.publish.memory",
          failure);
    }
    if (text.contains("maximum_object_size") || text.contains("Maximum line size")) {
      return LongLines.refused(format.name(), "a record");
    }
    return new OptimaException(
        ErrorCode.INVALID_ARGUMENT,
        "this is not readable as %s: %s".formatted(format.name(), reason(format, text)),
        failure);
  }

  private static boolean isOutOfMemory(String text) {
    return text.startsWith("Out of Memory") || text.contains("Out of Memory Error");
  }

  private static String reason(Format format, String text) {
    return switch (format) {
      case CSV -> csv(text);
      case JSON -> json(text);
      case PARQUET -> "the file is damaged or not Parquet; write it again";
      default -> "the data is damaged or not Arrow IPC; write it again";
    };
  }

  private static String csv(String text) {
    String line = find(CSV_LINE, text, 1);
    String place = line == null ? "" : "line " + line + ": ";
    String column = find(CSV_COLUMN, text, 1);
    if (column != null) {
      return place + "column '" + column + "': " + find(CSV_COLUMN, text, 2);
    }
    String reason = find(CSV_REASON, text, 1);
    return place
        + (reason == null ? "its rows do not have one number of fields" : reason)
        + "; say its delimiter, quote and escape if they are unusual";
  }

  private static String json(String text) {
    Matcher place = JSON_PLACE.matcher(text);
    return place.find()
        ? "byte %s of line or record %s: %s"
            .formatted(place.group(1), place.group(2), place.group(3))
        : "it has to be an array of objects, or one object a line";
  }

  private static @Nullable String find(Pattern pattern, String text, int group) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(group) : null;
  }

  private static String text(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage());
  }
}
