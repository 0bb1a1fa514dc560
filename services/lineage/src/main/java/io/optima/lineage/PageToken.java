package io.optima.lineage;

import io.optima.model.OptimaException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Where the next page starts, in a form that nobody builds by hand. */
final class PageToken {
  private static final String SEPARATOR = "\n";

  private PageToken() {}

  static String of(String... parts) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(String.join(SEPARATOR, parts).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The parts of a token.
   *
   * @throws OptimaException INVALID_ARGUMENT when it is not one that was given out
   */
  static List<String> parts(String token, int count) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      List<String> parts = List.of(text.split(SEPARATOR, count));
      if (parts.size() == count) {
        return parts;
      }
    } catch (IllegalArgumentException notBase64) {
      // falls through to the refusal
    }
    throw refused();
  }

  static long number(String part) {
    try {
      return Long.parseLong(part);
    } catch (NumberFormatException e) {
      throw refused();
    }
  }

  private static OptimaException refused() {
    return OptimaException.invalid("this page token is not one that was given out: start again");
  }
}
