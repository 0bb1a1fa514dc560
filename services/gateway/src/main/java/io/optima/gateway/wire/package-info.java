/** The one mapping between the model and the messages of optima.v1, in protobuf and as JSON. */
@org.jspecify.annotations.NullMarked
package io.optima.gateway.wire;
