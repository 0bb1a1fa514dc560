package io.optima.gateway.stream;

import io.optima.model.OptimaException;
import io.optima.model.stream.RecordSchema;
import io.optima.model.stream.StreamSource;
import java.util.Optional;

/** Sources that say what their records are. */
@FunctionalInterface
public interface SourceSchemas {
  /**
   * The schema that a stream with the source has; empty when it may have any.
   *
   * @throws OptimaException FAILED_PRECONDITION, INVALID_ARGUMENT when nothing can be fed from it,
   *     with what to do; UNAVAILABLE when it does not answer
   */
  Optional<RecordSchema> of(StreamSource source);
}
