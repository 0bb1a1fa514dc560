package io.optima.dataset.stream;

import io.optima.model.OptimaException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a batch takes the source that it comes from. It is stored only if the source is at {@code
 * before} in the partition, and the source is at {@code after} from the moment on at which it is
 * stored: whoever feeds the stream at the same time, or again, stores nothing twice and leaves
 * nothing out. Positions are opaque here.
 *
 * @param before null: nothing of the source was stored before
 */
public record SourceStep(UUID source, @Nullable String before, String after) {
  /** A position is in the head of its batch in the journal. */
  static final int LONGEST_BYTES = 4096;

  public SourceStep {
    int bytes = after.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > LONGEST_BYTES) {
      throw OptimaException.invalid(
          "a position of a source has 1 to %d bytes, not %d", LONGEST_BYTES, bytes);
    }
  }
}
