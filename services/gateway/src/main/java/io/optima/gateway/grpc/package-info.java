/** The optima.v1 services: translators between protobuf and the domain. */
@org.jspecify.annotations.NullMarked
package io.optima.gateway.grpc;
