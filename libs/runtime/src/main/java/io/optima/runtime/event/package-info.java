/** Telling other services what happened, and hearing of it: hints, never the truth. */
@org.jspecify.annotations.NullMarked
package io.optima.runtime.event;
