/** Dapr virtual actors: hosting them, calling them, and how an actor of Optima is written. */
@org.jspecify.annotations.NullMarked
package io.optima.runtime.actor;
