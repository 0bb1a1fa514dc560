package io.optima.rules;

/** What each row of the main output says of the rules. */
public enum Explain {
  NONE,
  /** Column {@code fired}: names of the rules that fired, in order. */
  FIRED,
  /**
   * Also {@code why}: for each of them its name and its reason; and {@code failed}: names of rules
   * that could not be decided.
   */
  WHY
}
