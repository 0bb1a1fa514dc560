package io.optima.store;

import io.optima.model.OptimaException;
import io.optima.model.transform.RunRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/** How runs began and how they ended, each written once; what lies between is the actor's. */
public final class RunRecords {
  private final ObjectStore objects;

  RunRecords(ObjectStore objects) {
    this.objects = objects;
  }

  /** Writes how the run began, durably; false when that is written already. */
  public boolean start(RunRecord record) {
    return objects.putIfAbsent(Keys.runStarted(record.run().id()), Json.bytes(record));
  }

  /** Writes how the run ended, durably; false when that is written already. */
  public boolean finish(RunRecord record) {
    return objects.putIfAbsent(Keys.runFinished(record.run().id()), Json.bytes(record));
  }

  public Optional<RunRecord> started(String id) {
    return read(Keys.runStarted(id));
  }

  public Optional<RunRecord> finished(String id) {
    return read(Keys.runFinished(id));
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
   * Remembers which run made the result of a computation. Only a memory: it may be lost, and then
   * the computation is done again.
   */
  public void remember(byte[] computation, String run) {
    objects.put(Keys.computed(Sha256.of(computation)), Json.bytes(run));
  }

  /** The run that made the result of the computation; empty when that is not known. */
  public Optional<String> remembered(byte[] computation) {
    return objects.get(Keys.computed(Sha256.of(computation))).flatMap(RunRecords::whole);
  }

  /** A memory is not synced, so a power cut may leave it empty or cut off. */
  private static Optional<String> whole(byte[] json) {
    try {
      return Optional.of(Json.read(json, String.class));
    } catch (OptimaException cutOff) {
      return Optional.empty();
    }
  }

  /** Ids of all runs, in order. Close the stream. */
  public Stream<String> ids() {
    return objects.folders(Keys.RUNS);
  }
}
