package io.optima.rules;

/** What an expression may use up. */
final class Limits {
  /** Of an expression's text. */
  static final int CODE_POINTS = 4_000;

  /** Of an expression's tree. */
  static final int DEPTH = 64;

  static final int NODES = 1_000;

  /** All loops of one evaluation together, nested ones too. */
  static final int ITERATIONS = 1_000;

  /** Of a list in a row. */
  static final int LIST_ITEMS = 1_000;

  /** Instructions of a compiled regular expression. */
  static final int REGEX_PROGRAM = 1_000;

  private Limits() {}
}
