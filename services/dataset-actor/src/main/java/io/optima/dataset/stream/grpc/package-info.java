/** The node's own port, for the other services of its Optima. */
@org.jspecify.annotations.NullMarked
package io.optima.dataset.stream.grpc;
