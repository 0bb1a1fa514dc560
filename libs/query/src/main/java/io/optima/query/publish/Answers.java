package io.optima.query.publish;

import io.optima.model.dataset.Datasets.Committed;
import io.optima.model.dataset.LogEntry;
import io.optima.model.dataset.Version;
import io.optima.store.Store;
import java.util.Optional;

/**
 * What publishes with an idempotency key came to. The log has the keys of those that made a
 * version; a publish that changed nothing leaves no entry there, so its key is remembered beside
 * it: repeated when the dataset has moved on, it must not bring back what has been replaced since.
 */
final class Answers {
  private final Store store;

  Answers(Store store) {
    this.store = store;
  }

  /** The answer to an earlier publish with the same key that changed nothing. */
  Optional<Committed> before(PublishTarget target) {
    return target.key().isEmpty()
        ? Optional.empty()
        : store
            .unchanged()
            .sequence(target.dataset(), target.key())
            .flatMap(sequence -> store.datasets().entry(target.dataset(), sequence))
            .flatMap(entry -> Optional.ofNullable(entry.latest()).map(v -> answer(entry, v)));
  }

  private static Committed answer(LogEntry head, Version latest) {
    return new Committed(head, latest, true);
  }

  /**
   * The latest version is what was published; unless this very publish made it, it remembers so.
   */
  Committed unchanged(PublishTarget target, LogEntry head, Version latest) {
    if (head.key().equals(target.key())) {
      return new Committed(head, latest, false);
    }
    if (!target.key().isEmpty()) {
      store.unchanged().remember(target.dataset(), target.key(), head.sequence());
    }
    return answer(head, latest);
  }
}
