package io.optima.dataset.actor;

import io.optima.dataset.stream.StreamCatalog;
import io.optima.dataset.stream.StreamInfo;
import io.optima.model.DatasetName;
import io.optima.model.OptimaException;
import io.optima.model.dataset.LogEntry;
import io.optima.model.stream.Stream;
import io.optima.store.DatasetLog;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Streams as the commit logs of their datasets have them. */
public final class Streams implements StreamCatalog {
  private final DatasetLog log;

  public Streams(DatasetLog log) {
    this.log = log;
  }

  /**
   * The stream as it is now.
   *
   * @throws OptimaException NOT_FOUND when there is no such dataset, it is dropped, or no stream
   */
  public Stream find(DatasetName name) {
    return stream(name).stream();
  }

  @Override
  public StreamInfo stream(DatasetName name) {
    LogEntry dataset =
        log.head(name)
            .filter(head -> !head.dropped())
            .orElseThrow(() -> OptimaException.notFound("stream %s does not exist", name));
    Stream stream = dataset.stream();
    if (stream == null) {
      throw OptimaException.notFound("dataset %s is no stream", name);
    }
    return new StreamInfo(stream, dataset.algorithm());
  }

  @Override
  public Map<UUID, DatasetName> names() {
    Map<UUID, DatasetName> names = new HashMap<>();
    try (java.util.stream.Stream<DatasetName> all = log.datasets()) {
      all.forEach(
          name ->
              log.head(name)
                  .filter(head -> !head.dropped())
                  .map(LogEntry::stream)
                  .ifPresent(stream -> names.put(stream.id(), name)));
    }
    return names;
  }
}
