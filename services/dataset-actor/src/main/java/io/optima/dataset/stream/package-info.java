/** The node: it holds partitions of streams, keeps their newest records, and seals them. */
@org.jspecify.annotations.NullMarked
package io.optima.dataset.stream;
