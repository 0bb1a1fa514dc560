package io.optima.lineage;

import io.optima.model.DatasetName;
import io.optima.model.dataset.Input;

/** How nodes of the graph are named. */
public final class NodeId {
  private static final String RUN = "run:";
  private static final String JOB = "job:";
  private static final String EXTERNAL = "external:";

  private NodeId() {}

  public static String version(DatasetName dataset, long number) {
    return dataset + "@" + number;
  }

  public static String version(Input input) {
    return version(input.dataset(), input.version());
  }

  public static String run(String id) {
    return RUN + id;
  }

  /** Whether data passes through the node unchanged on its way from inputs to outputs. */
  public static boolean isRun(String node) {
    return node.startsWith(RUN)
        || node.startsWith(EXTERNAL + RUN)
        || node.startsWith(EXTERNAL + JOB);
  }

  /** A dataset that others reported, by the name OpenLineage gives it. */
  public static String external(String namespace, String name) {
    return EXTERNAL + namespace + "/" + name;
  }

  /** A run that others reported: never mistaken for one of ours, whatever its id is. */
  public static String externalRun(String id) {
    return EXTERNAL + RUN + id;
  }

  /** A job that others described without a run of it. */
  public static String externalJob(String namespace, String name) {
    return EXTERNAL + JOB + namespace + "/" + name;
  }
}
