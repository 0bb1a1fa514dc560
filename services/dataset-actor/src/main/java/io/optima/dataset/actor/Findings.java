package io.optima.dataset.actor;

import io.optima.dataset.OwnedDataset.Memory;
import io.optima.model.DatasetName;
import java.util.List;
import java.util.Optional;

/** What was wrong with an actor's state, compared with what the commit log says. */
final class Findings {
  private Findings() {}

  static List<String> between(DatasetName name, Optional<Memory> state, Optional<Memory> log) {
    if (state.equals(log)) {
      return List.of();
    }
    if (state.isEmpty()) {
      return List.of(name + ": the actor's state was lost, built it again from the log");
    }
    if (log.isEmpty()) {
      return List.of(name + ": the actor's state spoke of a log that is not there, removed it");
    }
    return List.of(difference(name, state.get(), log.get()));
  }

  private static String difference(DatasetName name, Memory state, Memory log) {
    return state.head().sequence() == log.head().sequence()
        ? name + ": the actor's state differed from entry %d".formatted(log.head().sequence())
        : name
            + ": the actor's state was at entry %d, the log is at %d"
                .formatted(state.head().sequence(), log.head().sequence());
  }
}
