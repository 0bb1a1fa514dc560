/** The Transformation and Run actors. */
@org.jspecify.annotations.NullMarked
package io.optima.transform.actor;
