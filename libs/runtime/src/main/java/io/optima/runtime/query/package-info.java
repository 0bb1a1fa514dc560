/** Reading versions and running SQL in a service: only for those that bring {@code libs/query}. */
@org.jspecify.annotations.NullMarked
package io.optima.runtime.query;
