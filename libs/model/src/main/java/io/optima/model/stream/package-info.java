/** Streams: records in partitions. */
@org.jspecify.annotations.NullMarked
package io.optima.model.stream;
