package io.optima.cli.stream;

import io.optima.cli.output.Screen;
import io.optima.v1.SecretRef;

/** Names of secrets as they are written in commands. */
final class SecretNames {
  private SecretNames() {}

  /**
   * @param option that has the text {@code store/name}
   */
  static SecretRef parse(Screen screen, String option, String text) {
    int slash = text.indexOf('/');
    if (slash < 1 || slash == text.length() - 1) {
      throw screen.usage("%s is '%s': write store/name".formatted(option, text));
    }
    return SecretRef.newBuilder()
        .setStore(text.substring(0, slash))
        .setName(text.substring(slash + 1))
        .build();
  }
}
