/** The store as the configuration describes it. */
@org.jspecify.annotations.NullMarked
package io.optima.runtime.store;
