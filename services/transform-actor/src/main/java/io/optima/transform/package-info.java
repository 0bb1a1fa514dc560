/** Transformations and runs: what they are, and how a run gets from queued to its end. */
@org.jspecify.annotations.NullMarked
package io.optima.transform;
