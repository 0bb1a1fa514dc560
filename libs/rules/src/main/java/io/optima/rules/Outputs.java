package io.optima.rules;

import java.util.Set;

/** Names of outputs and of the columns that rules add. */
final class Outputs {
  static final String FIRED = "fired";
  static final String FAILED = "failed";
  static final String WHY = "why";
  static final String TAGS = "tags";
  static final String REASON = "reason";

  static final Set<String> RESERVED = Set.of(Rules.ROWS, Rules.REJECTED);
  static final Set<String> COLUMNS = Set.of(FIRED, FAILED, WHY, TAGS, REASON);

  private Outputs() {}
}
