package io.optima.model;

import java.util.regex.Pattern;

/** A dataset's name, {@code group/name}: lower-case letters, digits, {@code _} and {@code -}. */
public record DatasetName(String group, String name) implements Comparable<DatasetName> {
  private static final Pattern GROUP = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,127}");

  public DatasetName {
    check("group", group, GROUP, 63);
    check("name", name, NAME, 128);
  }

  /**
   * Reads {@code group/name}.
   *
   * @throws OptimaException INVALID_ARGUMENT when the text is not a dataset name
   */
  public static DatasetName parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || slash != text.lastIndexOf('/')) {
      throw OptimaException.invalid(
          "dataset '%s' is not of the form group/name, for example sales/orders", Shown.of(text));
    }
    return new DatasetName(text.substring(0, slash), text.substring(slash + 1));
  }

  private static void check(String part, String value, Pattern allowed, int longest) {
    if (!allowed.matcher(value).matches()) {
      throw OptimaException.invalid(
          "dataset %s '%s' is not allowed: use 1 to %d of a-z, 0-9, _ and -, starting with a letter"
              + " or digit",
          part, Shown.of(value), longest);
    }
  }

  @Override
  public int compareTo(DatasetName other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return group + "/" + name;
  }
}
