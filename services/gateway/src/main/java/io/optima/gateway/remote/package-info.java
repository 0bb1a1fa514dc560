/** The other services, asked through Dapr. */
@org.jspecify.annotations.NullMarked
package io.optima.gateway.remote;
