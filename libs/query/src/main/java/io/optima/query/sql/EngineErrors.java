package io.optima.query.sql;

import io.optima.model.ErrorCode;
import io.optima.model.OptimaException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DuckDB's errors as callers may read them. While a statement is bound no row has been read, so
 * messages about names and types pass; once rows are read, messages can hold values of them, and
 * only the kind of error passes.
 */
final class EngineErrors {
  private static final Logger LOG = LoggerFactory.getLogger(EngineErrors.class);
  private static final List<String> ABOUT_THE_TEXT =
      List.of("Binder Error", "Catalog Error", "Parser Error", "Syntax Error");
  private static final Pattern POINTER = Pattern.compile("\nLINE (\\d+): (.*)\n( *)\\^");
  private static final Pattern TARGET = Pattern.compile(" to (?:type )?'?([A-Z][A-Z0-9_]*)");
  private static final Pattern INSIDE = Pattern.compile("read_parquet|parquet_scan|/[0-9a-f]{2}/");

  private EngineErrors() {}

  /** A failure to bind the statement. */
  static OptimaException ofBinding(String sql, Exception failure) {
    String message = message(failure);
    boolean aboutTheText = ABOUT_THE_TEXT.stream().anyMatch(message::startsWith);
    if (!aboutTheText || INSIDE.matcher(message).find()) {
      return ofRunning(failure);
    }
    return new OptimaException(
        ErrorCode.INVALID_ARGUMENT, position(message) + readable(message), failure);
  }

  /** A failure while rows were read. */
  static OptimaException ofRunning(Throwable failure) {
    OptimaException own = own(failure);
    if (own != null) {
      return own;
    }
    String message = message(failure);
    LOG.debug("query failed", failure);
    return new OptimaException(code(message), safe(message), failure);
  }

  private static @org.jspecify.annotations.Nullable OptimaException own(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OptimaException own) {
        return own;
      }
    }
    return null;
  }

  private static ErrorCode code(String message) {
    String kind = kind(message);
    return switch (kind) {
      case "conversion", "out of range", "invalid input", "binder", "catalog", "parser" ->
          ErrorCode.INVALID_ARGUMENT;
      case "out of memory" -> ErrorCode.RESOURCE_EXHAUSTED;
      case "interrupt" -> ErrorCode.CANCELLED;
      default -> ErrorCode.INTERNAL;
    };
  }

  private static String safe(String message) {
    return switch (kind(message)) {
      case "conversion" ->
          "a value could not be converted" + target(message) + ": TRY_CAST gives null instead";
      case "out of range" ->
          "a number is out of the range of its type" + ": cast to a larger type first";
      case "invalid input" -> "a function was given a value that it does not accept";
      case "binder", "catalog", "parser" -> "names or types of the statement do not fit";
      case "out of memory" -> "the query needs more memory than it may use (optima.query.memory)";
      case "interrupt" -> "the query was cancelled";
      default -> "the query failed inside Optima";
    };
  }

  private static String target(String message) {
    Matcher target = TARGET.matcher(message);
    String last = "";
    while (target.find()) {
      last = " to " + target.group(1);
    }
    return last;
  }

  /** DuckDB begins its messages with their kind: {@code Conversion Error: …}. */
  private static String kind(String message) {
    int end = message.indexOf(" Error");
    String start = end < 0 ? "" : message.substring(0, end).toLowerCase(Locale.ROOT);
    return start.substring(start.lastIndexOf(':') + 1).strip();
  }

  private static String readable(String message) {
    String text = message.substring(message.indexOf(':') + 1).strip();
    int pointer = text.indexOf("\n\nLINE ");
    text = pointer < 0 ? text : text.substring(0, pointer);
    return text.strip().replaceAll("\\s*\n\\s*", "; ");
  }

  private static String position(String message) {
    Matcher pointer = POINTER.matcher(message);
    if (!pointer.find()) {
      return "SQL: ";
    }
    int column = pointer.group(3).length() - "LINE : ".length() - pointer.group(1).length() + 1;
    boolean cut = pointer.group(2).startsWith("...");
    return cut
        ? "SQL in line " + pointer.group(1) + ": "
        : "SQL in line " + pointer.group(1) + " at column " + column + ": ";
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? "" : message;
  }
}
