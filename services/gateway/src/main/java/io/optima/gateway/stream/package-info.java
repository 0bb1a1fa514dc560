/**
 * Records of streams on their way in and out: what doors do with the nodes that hold partitions.
 */
@org.jspecify.annotations.NullMarked
package io.optima.gateway.stream;
