/** Calling other services: retries and Dapr service invocation. */
@org.jspecify.annotations.NullMarked
package io.optima.runtime.call;
