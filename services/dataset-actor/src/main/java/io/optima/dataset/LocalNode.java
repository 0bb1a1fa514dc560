package io.optima.dataset;

import io.optima.model.stream.NodeRef;

/** This process as one that can hold partitions. */
public interface LocalNode {
  NodeRef self();
}
