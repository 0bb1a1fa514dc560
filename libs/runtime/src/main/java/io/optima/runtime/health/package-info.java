/** Whether this process can do its work: the store and the sidecar can be reached. */
@org.jspecify.annotations.NullMarked
package io.optima.runtime.health;
