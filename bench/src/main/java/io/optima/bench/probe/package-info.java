/** The service whose actor is the baseline of commits. */
@org.jspecify.annotations.NullMarked
package io.optima.bench.probe;
