package io.optima.yaml;

import io.optima.model.OptimaException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something stands in a document.
 *
 * @param line from 1
 * @param column from 1, in code points
 */
public record Place(int line, int column) implements Comparable<Place> {
  private static final Pattern TOLD =
      Pattern.compile("line (\\d{1,9}), column (\\d{1,9}): .*", Pattern.DOTALL);

  /** INVALID_ARGUMENT {@code line 12, column 5: <problem>}. */
  public OptimaException refused(String problem) {
    return OptimaException.invalid("line %d, column %d: %s", line, column, problem);
  }

  /** The error itself when it names its place, else the same code and message at this place. */
  public OptimaException refused(OptimaException error) {
    return isTold(error)
        ? error
        : new OptimaException(
            error.code(),
            "line %d, column %d: %s".formatted(line, column, error.text()),
            error.getCause());
  }

  static boolean isTold(OptimaException error) {
    return TOLD.matcher(error.text()).matches();
  }

  /** The place an error names; the document's begin when it names none. */
  static Place of(OptimaException error) {
    Matcher told = TOLD.matcher(error.text());
    return told.matches()
        ? new Place(Integer.parseInt(told.group(1)), Integer.parseInt(told.group(2)))
        : new Place(0, 0);
  }

  @Override
  public int compareTo(Place other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }
}
