package io.optima.gateway.source;

import io.optima.gateway.Caller;
import io.optima.model.DatasetName;
import io.optima.model.Principal;
import io.optima.model.dataset.LogEntry;
import io.optima.model.stream.Stream;
import io.optima.model.stream.StreamSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A stream with a source.
 *
 * @param owner in whose name it is fed
 */
public record FedStream(
    DatasetName name, UUID id, int partitions, StreamSource source, String owner) {
  /** Empty when nothing is to be fed. */
  static Optional<FedStream> of(LogEntry entry) {
    Stream stream = entry.stream();
    if (stream == null || entry.dropped() || stream.settings().source() == null) {
      return Optional.empty();
    }
    return Optional.of(
        new FedStream(
            entry.dataset(),
            stream.id(),
            stream.settings().partitions(),
            stream.settings().source(),
            entry.settings().owner()));
  }

  public Caller caller() {
    return new Caller(new Principal(owner, Set.of()), "");
  }
}
