package io.optima.model.stream;

/** What has to have happened to a batch before it is acknowledged. */
public enum Durability {
  /** It was handed to the operating system: it survives this process, not a power cut. */
  MEMORY,
  /** It is synced to this node's disk. */
  FSYNC,
  /**
   * It is synced, and lies in the object store too: it survives this node. Only streams have this
   * level, for all their batches: then any node can take a partition over from there.
   */
  OBJECT
}
