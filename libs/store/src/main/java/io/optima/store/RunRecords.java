package io.optima.store;

import io.optima.model.OptimaException;
import io.optima.model.transform.Fate;
import io.optima.model.transform.RunRecord;
import io.optima.model.transform.StepName;
import io.optima.model.transform.StepRef;
import io.optima.model.transform.StepResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How runs began, what their steps came to and how they ended, each written once; what lies between
 * is the actor's.
 */
public final class RunRecords {
  private final ObjectStore objects;
  private final OpenRuns open;

  RunRecords(ObjectStore objects) {
    this.objects = objects;
    this.open = new OpenRuns(objects);
  }

  /** Writes how the run began, durably; false when that is written already. */
  public boolean start(RunRecord record) {
    open.add(record.run().id());
    return objects.putIfAbsent(Keys.runStarted(record.run().id()), Json.bytes(record));
  }

  /** Writes how the run ended, durably; false when that is written already. */
  public boolean finish(RunRecord record) {
    boolean first = objects.putIfAbsent(Keys.runFinished(record.run().id()), Json.bytes(record));
    open.remove(record.run().id());
    return first;
  }

  /** Ids of the runs that have begun and not ended, in order. Close the stream. */
  public Stream<String> open() {
    return open.ids();
  }

  public Optional<RunRecord> started(String id) {
    return read(Keys.runStarted(id));
  }

  public Optional<RunRecord> finished(String id) {
    return read(Keys.runFinished(id));
  }

  /**
   * Writes what a step came to, durably; false when that is written already: then what lies there
   * is the result. The rows it names have to be in an open publish until this returns (ADR 112).
   */
  public boolean putStep(String run, StepResult result) {
    return objects.putIfAbsent(Keys.runStep(run, result.step()), Json.bytes(result));
  }

  public Optional<StepResult> step(String run, StepName step) {
    return step(objects, Keys.runStep(run, step));
  }

  /** All results of a run that are there, in the order of their names. */
  public List<StepResult> steps(String run) {
    try (Stream<ObjectInfo> found = objects.list(Keys.runSteps(run))) {
      return found.flatMap(object -> step(objects, object.key()).stream()).toList();
    }
  }

  static Optional<StepResult> step(ObjectStore objects, String key) {
    return objects.get(key).map(json -> Json.readStored(key, json, StepResult.class));
  }

  /** Decides, durably, unless that is done; what is decided. */
  public Fate decide(String run, Fate fate) {
    if (objects.putIfAbsent(Keys.runFate(run), Json.bytes(fate))) {
      return fate;
    }
    return fate(run).orElseThrow(() -> OptimaException.notFound("the fate of run %s is gone", run));
  }

  public Optional<Fate> fate(String run) {
    String key = Keys.runFate(run);
    return objects.get(key).map(json -> Json.readStored(key, json, Fate.class));
  }

  private Optional<RunRecord> read(String key) {
    return objects.get(key).map(json -> Json.readStored(key, json, RunRecord.class));
  }

  /**
   * The run that the principal's key stands for from now on: the one given, unless the key was used
   * before. Durable when it returns.
   */
  public String claim(String principal, String key, String run) {
    String claim =
        Keys.runClaim(Sha256.of((principal + "\n" + key).getBytes(StandardCharsets.UTF_8)));
    if (objects.putIfAbsent(claim, Json.bytes(run))) {
      return run;
    }
    return objects
        .get(claim)
        .map(json -> Json.read(json, String.class))
        .orElseThrow(() -> OptimaException.notFound("%s is gone", claim));
  }

  /**
   * Remembers which step made the result of a computation. Only a memory: it may be lost, and then
   * the computation is done again.
   */
  public void remember(byte[] computation, StepRef step) {
    objects.put(Keys.computed(Sha256.of(computation)), Json.bytes(step));
  }

  /** The step that made the result of the computation; empty when that is not known. */
  public Optional<StepRef> remembered(byte[] computation) {
    return objects.get(Keys.computed(Sha256.of(computation))).flatMap(RunRecords::whole);
  }

  /** A memory is not synced, so a power cut may leave it empty or cut off; older ones are texts. */
  private static Optional<StepRef> whole(byte[] json) {
    try {
      return Optional.of(Json.read(json, StepRef.class));
    } catch (OptimaException unreadable) {
      return Optional.empty();
    }
  }

  /** Ids of all runs, in order. Close the stream. */
  public Stream<String> ids() {
    return objects.folders(Keys.RUNS);
  }
}
