package io.optima.yaml;

import io.optima.model.OptimaException;
import io.optima.model.Shown;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes as people write them: {@code 512B}, {@code 64KiB}, {@code 128MiB}, {@code 2GiB}, {@code
 * 1TiB}.
 */
public final class Sizes {
  private static final Pattern FORM = Pattern.compile("(\\d{1,6})(B|KiB|MiB|GiB|TiB)");

  private Sizes() {}

  /**
   * @return bytes
   * @throws OptimaException INVALID_ARGUMENT for anything else
   */
  public static long parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw OptimaException.invalid(
          "'%s' is not a size: write a whole number and B, KiB, MiB, GiB or TiB, such as 128MiB",
          Shown.of(text));
    }
    long count = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "B" -> count;
      case "KiB" -> count << 10;
      case "MiB" -> count << 20;
      case "GiB" -> count << 30;
      default -> count << 40;
    };
  }
}
