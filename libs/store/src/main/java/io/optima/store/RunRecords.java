package io.optima.store;

import io.optima.model.transform.Run;
import java.util.Optional;
import java.util.stream.Stream;

/** How runs began and how they ended, each written once; what lies between is the actor's. */
public final class RunRecords {
  private final ObjectStore objects;

  RunRecords(ObjectStore objects) {
    this.objects = objects;
  }

  /** Writes how the run began, durably; false when that is written already. */
  public boolean start(Run run) {
    return objects.putIfAbsent(Keys.runStarted(run.id()), Json.bytes(run));
  }

  /** Writes how the run ended, durably; false when that is written already. */
  public boolean finish(Run run) {
    return objects.putIfAbsent(Keys.runFinished(run.id()), Json.bytes(run));
  }

  public Optional<Run> started(String id) {
    return read(Keys.runStarted(id));
  }

  public Optional<Run> finished(String id) {
    return read(Keys.runFinished(id));
  }

  private Optional<Run> read(String key) {
    return objects.get(key).map(json -> Json.readStored(key, json, Run.class));
  }

  /** Ids of all runs, in order. Close the stream. */
  public Stream<String> ids() {
    return objects.folders(Keys.RUNS);
  }
}
