package io.optima.query.publish;

import io.optima.model.DatasetName;
import io.optima.model.dataset.Datasets.Author;
import io.optima.model.dataset.Datasets.Create;
import io.optima.model.dataset.Input;
import io.optima.model.dataset.Mode;
import io.optima.model.dataset.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where content goes.
 *
 * @param allowBreaking accept a schema that is not compatible with the latest version's
 * @param inputs versions that the content was made from
 * @param origin run that made it; null when it was published
 * @param key the caller's idempotency key; empty when there is none
 * @param base the publish is refused with CONFLICT unless this is the latest version, 0 for none;
 *     null when it does not matter
 * @param birth what creates the dataset if it does not exist, just before its first version is
 *     committed; null: it has to exist
 */
public record PublishTarget(
    DatasetName dataset,
    Mode mode,
    boolean allowBreaking,
    List<Input> inputs,
    @Nullable Origin origin,
    String message,
    Author author,
    String key,
    @Nullable Long base,
    @Nullable Create birth) {
  public PublishTarget {
    inputs = List.copyOf(inputs);
  }

  /** Without a base: whatever the latest version is when this is committed. */
  public PublishTarget(
      DatasetName dataset,
      Mode mode,
      boolean allowBreaking,
      List<Input> inputs,
      @Nullable Origin origin,
      String message,
      Author author,
      String key) {
    this(dataset, mode, allowBreaking, inputs, origin, message, author, key, null, null);
  }

  /** Of content that somebody publishes. */
  public static PublishTarget of(
      DatasetName dataset, Mode mode, String message, Author author, String key) {
    return new PublishTarget(dataset, mode, false, List.of(), null, message, author, key);
  }

  public PublishTarget allowingBreaking(boolean allowed) {
    return new PublishTarget(
        dataset, mode, allowed, inputs, origin, message, author, key, base, birth);
  }

  public PublishTarget basedOn(@Nullable Long version) {
    return new PublishTarget(
        dataset, mode, allowBreaking, inputs, origin, message, author, key, version, birth);
  }

  public PublishTarget creating(@Nullable Create command) {
    return new PublishTarget(
        dataset, mode, allowBreaking, inputs, origin, message, author, key, base, command);
  }
}
