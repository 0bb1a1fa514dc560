/** All services in one process: the embedded default. */
@org.jspecify.annotations.NullMarked
package io.optima.standalone;
