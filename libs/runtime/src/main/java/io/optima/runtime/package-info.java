/** The Spring, Dapr, gRPC and telemetry kit that every service is built with. */
@org.jspecify.annotations.NullMarked
package io.optima.runtime;
