/** What the public door does, whatever the protocol: no Spring, gRPC, Flight or HTTP here. */
@org.jspecify.annotations.NullMarked
package io.optima.gateway;
