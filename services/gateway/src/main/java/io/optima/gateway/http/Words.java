package io.optima.gateway.http;

import io.optima.model.OptimaException;
import io.optima.model.Shown;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads the lower-case words that parameters take. */
final class Words {
  private Words() {}

  static <E extends Enum<E>> E parse(Class<E> type, String parameter, String word) {
    for (E value : type.getEnumConstants()) {
      if (text(value).equals(word)) {
        return value;
      }
    }
    throw OptimaException.invalid(
        "%s '%s' is unknown: use %s",
        parameter,
        Shown.of(word),
        Arrays.stream(type.getEnumConstants()).map(Words::text).collect(Collectors.joining(", ")));
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
