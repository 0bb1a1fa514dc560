package io.optima.model;

/** How a caller's value appears in a message: printable and short. */
public final class Shown {
  private static final int LONGEST = 80;

  private Shown() {}

  /** The value with control characters replaced, cut after 80 characters. */
  public static String of(String value) {
    String printable = value.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST) + "…";
  }
}
