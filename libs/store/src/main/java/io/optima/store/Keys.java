package io.optima.store;

import io.optima.model.ChunkDigest;
import io.optima.model.DatasetName;
import io.optima.model.OptimaException;
import io.optima.model.stream.GroupRef;
import io.optima.model.stream.PartitionRef;
import io.optima.model.transform.StepName;
import java.util.UUID;

/** Where everything lies in the object store; {@code docs/spec/store.md} shows the whole tree. */
final class Keys {
  static final String CHUNKS = "chunks/";
  static final String DATASETS = "datasets/";
  static final String TRANSFORMATIONS = "transformations/";
  static final String RUNS = "runs/";
  static final String RUNS_OPEN = "runs-open/";

  /** There since every open run has its marker. */
  static final String RUNS_MARKED = "runs-open.json";

  static final String RUN_CLAIMS = "run-claims/";
  static final String COMPUTED = "computed/";
  static final String UNCHANGED = "unchanged/";
  static final String PUBLISHING = "publishing/";
  static final String LOCKS = "gc/lock.";

  private Keys() {}

  static String chunk(ChunkDigest digest) {
    return CHUNKS + digest.hex().substring(0, 2) + "/" + digest.hex().substring(2);
  }

  /** The digest whose chunk lies at the key. */
  static ChunkDigest digest(String chunkKey) {
    return new ChunkDigest(chunkKey.substring(CHUNKS.length()).replace("/", ""));
  }

  static String commits(DatasetName dataset) {
    return DATASETS + dataset + "/commits/";
  }

  static String partition(PartitionRef partition) {
    return DATASETS + partition.stream() + "/partitions/%05d/".formatted(partition.number());
  }

  static String sources(DatasetName stream) {
    return DATASETS + stream + "/sources/";
  }

  static String source(DatasetName stream, UUID source) {
    return sources(stream) + source + "/";
  }

  static String groups(DatasetName stream) {
    return DATASETS + stream + "/groups/";
  }

  static String group(GroupRef group) {
    return groups(group.stream()) + group.name() + ".json";
  }

  static String revisions(String transformation) {
    return TRANSFORMATIONS + transformation + "/revisions/";
  }

  static String runStarted(String run) {
    return RUNS + checkedRun(run) + "/started.json";
  }

  static String runFinished(String run) {
    return RUNS + checkedRun(run) + "/finished.json";
  }

  static String runFate(String run) {
    return RUNS + checkedRun(run) + "/fate.json";
  }

  static String runSteps(String run) {
    return RUNS + checkedRun(run) + "/steps/";
  }

  static String runStep(String run, StepName step) {
    return runSteps(run) + step + ".json";
  }

  /** Whether a step's result lies at a key below {@link #RUNS}. */
  static boolean isRunStep(String key) {
    return key.indexOf("/steps/", RUNS.length()) > 0;
  }

  static String runOpen(String run) {
    return RUNS_OPEN + checkedRun(run);
  }

  static String runClaim(ChunkDigest digestOfKey) {
    return RUN_CLAIMS + digestOfKey.hex() + ".json";
  }

  static String computed(ChunkDigest digestOfComputation) {
    return COMPUTED + digestOfComputation.hex() + ".json";
  }

  private static String checkedRun(String run) {
    if (!run.matches("[A-Za-z0-9_-]{1,128}")) {
      throw OptimaException.invalid("run '%s' is not allowed", run);
    }
    return run;
  }
}
