/** How errors cross Optima's borders: one class per protocol. */
@org.jspecify.annotations.NullMarked
package io.optima.runtime.error;
