/** The one place where threads are made. */
@org.jspecify.annotations.NullMarked
package io.optima.runtime.thread;
