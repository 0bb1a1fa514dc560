package io.optima.cli;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.model.dataset.Format;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Words of a command line as values of Optima; a wrong one is a usage error. */
final class Converters {
  private Converters() {}

  static CommandLine register(CommandLine commands) {
    return commands
        .registerConverter(DatasetName.class, of(DatasetName::parse))
        .registerConverter(DatasetRef.class, of(DatasetRef::parse))
        .registerConverter(Format.class, of(text -> Format.parse(text.toLowerCase(Locale.ROOT))))
        .registerConverter(Duration.class, Converters::duration);
  }

  private static <T> ITypeConverter<T> of(Function<String, T> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (OptimaException e) {
        throw new TypeConversionException(e.text());
      }
    };
  }

  private static Duration duration(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    try {
      return Duration.parse(upper.endsWith("D") ? "P" + upper : "PT" + upper);
    } catch (java.time.format.DateTimeParseException e) {
      throw new TypeConversionException("'" + text + "' is not a time such as 90s, 30m, 24h or 7d");
    }
  }
}
