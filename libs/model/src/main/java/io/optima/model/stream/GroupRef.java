package io.optima.model.stream;

import io.optima.model.DatasetName;
import io.optima.model.OptimaException;
import io.optima.model.Shown;
import java.util.regex.Pattern;

/**
 * Consumers of a stream that share its partitions among them.
 *
 * @param name lower-case letters, digits, {@code _} and {@code -}
 */
public record GroupRef(DatasetName stream, String name) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,127}");

  public GroupRef {
    if (!NAME.matcher(name).matches()) {
      throw OptimaException.invalid(
          "consumer group '%s' is not allowed: use 1 to 128 of a-z, 0-9, _ and -, starting with a"
              + " letter or digit",
          Shown.of(name));
    }
  }

  @Override
  public String toString() {
    return stream + "/" + name;
  }
}
