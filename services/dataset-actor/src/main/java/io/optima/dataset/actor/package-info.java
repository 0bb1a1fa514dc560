/** The Dataset actor. */
@org.jspecify.annotations.NullMarked
package io.optima.dataset.actor;
