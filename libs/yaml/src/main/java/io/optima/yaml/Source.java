package io.optima.yaml;

import java.util.List;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/** The lines of a document. */
final class Source {
  private final List<String> lines;

  Source(String text) {
    lines = text.lines().toList();
  }

  /**
   * Where a character of a scalar's text stands; of texts that YAML folds or unescapes the begin.
   *
   * @param start of the scalar
   * @param offset in code points from 0
   */
  Place inside(Place start, ScalarStyle style, String text, int offset) {
    return switch (style) {
      case LITERAL -> inLiteral(start, text, offset);
      case PLAIN -> onOneLine(start, start.column(), text, offset);
      case SINGLE_QUOTED, DOUBLE_QUOTED -> onOneLine(start, start.column() + 1, text, offset);
      default -> start;
    };
  }

  private Place onOneLine(Place start, int column, String text, int offset) {
    Place first = new Place(start.line(), column);
    return line(start.line()).startsWith(text, charOffset(first)) ? moved(first, offset) : start;
  }

  private static Place moved(Place place, int columns) {
    return new Place(place.line(), place.column() + columns);
  }

  private int charOffset(Place place) {
    String line = line(place.line());
    int codePoints = Math.min(place.column() - 1, line.codePointCount(0, line.length()));
    return line.offsetByCodePoints(0, codePoints);
  }

  private Place inLiteral(Place start, String text, int offset) {
    int end = text.offsetByCodePoints(0, Math.min(offset, text.codePointCount(0, text.length())));
    String before = text.substring(0, end);
    int lineBegin = before.lastIndexOf('\n') + 1;
    int line = start.line() + 1 + (int) before.chars().filter(c -> c == '\n').count();
    int lineEnd = text.indexOf('\n', lineBegin);
    String shown = text.substring(lineBegin, lineEnd < 0 ? text.length() : lineEnd);
    int indentation = Math.max(0, line(line).length() - shown.length());
    return new Place(line, indentation + before.codePointCount(lineBegin, end) + 1);
  }

  private String line(int number) {
    return number <= lines.size() ? lines.get(number - 1) : "";
  }
}
