/** What handlers of gRPC calls share. */
@org.jspecify.annotations.NullMarked
package io.optima.runtime.grpc;
