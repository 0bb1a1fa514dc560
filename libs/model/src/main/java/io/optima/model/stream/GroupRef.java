package io.optima.model.stream;

import io.optima.model.DatasetName;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import java.util.regex.Pattern;

/**
 * Consumers of a stream that share its partitions among them.
 *
 * @param name letters, digits, {@code .}, {@code _} and {@code -}, as groups of Kafka are named
 */
public record GroupRef(DatasetName stream, String name) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,248}");
  private static final Pattern OWN = Pattern.compile("[a-z0-9][a-z0-9_-]{0,127}");

  public GroupRef {
    if (!NAME.matcher(name).matches()) {
      throw OptimaException.invalid(
          "consumer group '%s' is not allowed: use 1 to 249 of a-z, A-Z, 0-9, ., _ and -, starting"
              + " with a letter or digit",
          Shown.of(name));
    }
  }

  /**
   * A group whose offsets Optima keeps: their names are parts of others, so they are lower-case
   * letters, digits, {@code _} and {@code -}.
   */
  public static GroupRef own(DatasetName stream, String name) {
    if (!OWN.matcher(name).matches()) {
      throw OptimaException.invalid(
          "consumer group '%s' is not allowed: use 1 to 128 of a-z, 0-9, _ and -, starting with a"
              + " letter or digit",
          Shown.of(name));
    }
    return new GroupRef(stream, name);
  }

  @Override
  public String toString() {
    return stream + "/" + name;
  }
}
