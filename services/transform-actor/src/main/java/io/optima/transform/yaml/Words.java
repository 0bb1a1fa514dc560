package io.optima.transform.yaml;

import io.optima.model.OptimaException;
import io.optima.model.Shown;

/** Names that stand in SQL without quotes. */
final class Words {
  private Words() {}

  static void check(String what, String name) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,62}")) {
      throw OptimaException.invalid(
          "%s '%s' is not a name: use letters, digits and _, starting with a letter",
          what, Shown.of(name));
    }
  }
}
