package io.optima.store;

import java.util.stream.Stream;

/**
 * Which runs have not ended, by a marker for each, so that nobody has to look at all the runs there
 * ever were. The marker is there before the run is and goes after its end is written: at worst it
 * stands for a run that never began or has ended.
 */
final class OpenRuns {
  private static final byte[] EMPTY = {};

  private final ObjectStore objects;

  OpenRuns(ObjectStore objects) {
    this.objects = objects;
  }

  void add(String run) {
    objects.putIfAbsent(Keys.runOpen(run), EMPTY);
  }

  void remove(String run) {
    objects.delete(Keys.runOpen(run));
  }

  /** In order; removes the markers of those that have ended. Close the stream. */
  Stream<String> ids() {
    markOldOnes();
    return objects
        .list(Keys.RUNS_OPEN)
        .map(marker -> marker.key().substring(Keys.RUNS_OPEN.length()))
        .filter(this::isOpen);
  }

  private boolean isOpen(String run) {
    if (hasEnded(run)) {
      remove(run);
      return false;
    }
    return objects.stat(Keys.runStarted(run)).isPresent();
  }

  private boolean hasEnded(String run) {
    return objects.stat(Keys.runFinished(run)).isPresent();
  }

  /** Runs that began before there were markers; once for each store. */
  private void markOldOnes() {
    if (objects.stat(Keys.RUNS_MARKED).isPresent()) {
      return;
    }
    try (Stream<String> runs = objects.folders(Keys.RUNS)) {
      runs.filter(run -> !hasEnded(run)).forEach(this::add);
    }
    objects.putIfAbsent(Keys.RUNS_MARKED, Json.bytes(true));
  }
}
