/** Topics of Dapr pub/sub components as sources. */
@org.jspecify.annotations.NullMarked
package io.optima.gateway.source.dapr;
