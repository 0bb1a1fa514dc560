package io.optima.gateway.stream;

import io.optima.model.stream.KafkaTopic;
import io.optima.model.stream.StreamSettings;
import java.util.function.Function;

/** What keeps the records of a stream, by its settings. */
public final class Backends {
  private final Backend own;
  private final Function<KafkaTopic, Backend> topics;

  /**
   * @param own of streams whose records Optima keeps
   */
  public Backends(Backend own, Function<KafkaTopic, Backend> topics) {
    this.own = own;
    this.topics = topics;
  }

  public Backend of(StreamSettings settings) {
    return settings.kafka() == null ? own : topics.apply(settings.kafka());
  }
}
