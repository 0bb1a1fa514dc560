/** Rows through a process that reads and writes them as bytes. */
@org.jspecify.annotations.NullMarked
package io.optima.query.pipe;
