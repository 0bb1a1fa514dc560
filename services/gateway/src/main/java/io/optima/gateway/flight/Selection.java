package io.optima.gateway.flight;

import io.optima.model.DatasetName;
import io.optima.model.DatasetRef;
import io.optima.model.OptimaException;
import io.optima.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.flight.FlightDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Which rows and columns a descriptor asks for. A path is {@code [group, name]} or {@code [group,
 * name, version]}; the name may carry {@code @version} itself. A command is a JSON object with the
 * fields below, of which only {@code dataset} is needed.
 *
 * @param dataset a version, or a dataset for its latest one
 * @param columns empty: all
 * @param limit rows; 0: to the end
 */
record Selection(DatasetRef dataset, List<String> columns, long offset, long limit) {
  Selection {
    columns = columns == null ? List.of() : List.copyOf(columns);
    if (offset < 0 || limit < 0) {
      throw OptimaException.invalid("offset %d and limit %d must not be negative", offset, limit);
    }
  }

  static Selection of(FlightDescriptor descriptor) {
    return descriptor.isCommand()
        ? Json.read(descriptor.getCommand(), Selection.class)
        : new Selection(ofPath(descriptor.getPath()), List.of(), 0, 0);
  }

  /** The text forms of requests: a reference, or a JSON object as above. */
  static Selection parse(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    return text.startsWith("{")
        ? Json.read(text.getBytes(StandardCharsets.UTF_8), Selection.class)
        : new Selection(DatasetRef.parse(text), List.of(), 0, 0);
  }

  private static DatasetRef ofPath(List<String> path) {
    return switch (path.size()) {
      case 1 -> DatasetRef.parse(path.getFirst());
      case 2 -> DatasetRef.parse(path.get(0) + "/" + path.get(1));
      case 3 -> DatasetRef.pinned(new DatasetName(path.get(0), path.get(1)), path.get(2));
      default ->
          throw OptimaException.invalid(
              "path %s is not [group, name] or [group, name, version]", path);
    };
  }

  /** The name to publish to. */
  static DatasetName target(@Nullable FlightDescriptor descriptor) {
    if (descriptor == null || descriptor.isCommand()) {
      throw OptimaException.invalid("a put needs a descriptor with the path [group, name]");
    }
    DatasetRef target = ofPath(descriptor.getPath());
    if (!target.equals(DatasetRef.latest(target.name()))) {
      throw OptimaException.invalid("%s is a version: put to %s itself", target, target.name());
    }
    return target.name();
  }
}
